import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../setup/workspace.mjs';

/** What our names are preceded by, so that nobody's own images, containers and volumes are touched. */
export const REHEARSED = 'rehearsed-ashlar-';

/** The commands of docs/deploy.md for containers, in their order, with names of our own. */
export function documented(): string[] {
  const page = readFileSync(join(ROOT, 'docs', 'deploy.md'), 'utf8');
  const [, section = ''] = /^## In containers\n([\s\S]*?)^## /m.exec(page) ?? [];
  return [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, body = '']) =>
    body
      .trim()
      .replaceAll(/(?<=\s)ashlar-/g, REHEARSED)
      .split('\n'),
  );
}

/** The first of them that begins and ends so; throws where there is none. */
export function commandOf(commands: readonly string[], begins: string, ends = ''): string {
  const found = commands.find((command) => command.startsWith(begins) && command.endsWith(ends));
  if (found === undefined) throw new Error(`docs/deploy.md has no command '${begins} … ${ends}'`);
  return found;
}
