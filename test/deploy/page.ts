import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/check/workspace.ts';

/** What `docs/deploy.md` tells a team to write and to type. */
export interface Page {
  /** A file by the comment in its first line. */
  file(path: string): string;
  /** Every line of its shell blocks, without comments. */
  commands: string[];
}

export function deployPage(): Page {
  const text = readFileSync(join(ROOT, 'docs', 'deploy.md'), 'utf8');
  const blocks = [...text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, language, body = '']) => ({
    language,
    body,
  }));
  return {
    file(path) {
      const found = blocks.find(({ body }) => body.startsWith(`# ${path}\n`));
      if (found === undefined) throw new Error(`docs/deploy.md has no file ${path}`);
      return found.body;
    },
    commands: blocks
      .filter(({ language }) => language === 'sh')
      .flatMap(({ body }) => body.split('\n'))
      .map((line) => line.replace(/\s+#.*$/, '').trim())
      .filter(Boolean),
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
