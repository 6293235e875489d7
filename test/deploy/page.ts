import { readPage } from '../pages/page.ts';

/** What `docs/deploy.md` tells a team to write and to type. */
export interface DeployPage {
  /** A file, or what is said to become of one, by the comment in its first line. */
  file(path: string): string;
  /** Every line of its shell blocks, without comments. */
  commands: readonly string[];
}

export function deployPage(): DeployPage {
  const { blocks, commands } = readPage('docs/deploy.md');
  return {
    file(path) {
      const found = blocks.find(({ body }) => body.startsWith(`# ${path}\n`));
      if (found === undefined) throw new Error(`docs/deploy.md has no file ${path}`);
      return found.body;
    },
    commands,
  };
}

/** `NAME=value` lines of an environment file or of a unit's `Environment=`. */
export function variables(text: string): Record<string, string> {
  const lines = text.split('\n').map((line) => line.replace(/^Environment=/, ''));
  return Object.fromEntries(
    lines.flatMap((line) => {
      const { name, value } = /^(?<name>[A-Z][A-Z_]*)=(?<value>.*)$/.exec(line)?.groups ?? {};
      return name === undefined ? [] : [[name, value ?? '']];
    }),
  );
}
