import { readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Files } from '../files.ts';

/** As many as a completion may carry, and one to tell that there are more. */
const MAX = 101;

/**
 * The paths, as they stand in a file URI without its first slash, that begin with what was typed: roots first,
 * then what is in the folder typed so far. Denied names and whatever lies outside have no completion.
 */
export function completePath({ roots, guard }: Files, typed: string): string[] {
  const found = roots.map(({ real }) => inUri(real)).filter((root) => root.startsWith(typed));
  if (found.length > 0) return found;
  const slash = typed.lastIndexOf('/');
  const folder = fileURLToPath(`file:///${typed.slice(0, slash)}`);
  const held = guard.hold(folder);
  try {
    const below = (name: string) => (held.relative === '' ? name : `${held.relative}/${name}`);
    return readdirSync(held.path, { withFileTypes: true })
      .filter(({ name }) => !guard.denied(below(name)))
      .map((entry) => `${inUri(folder)}/${inUri(`/${entry.name}`)}${entry.isDirectory() ? '/' : ''}`)
      .filter((path) => path.startsWith(typed))
      .sort()
      .slice(0, MAX);
  } finally {
    held.close();
  }
}

function inUri(path: string): string {
  return pathToFileURL(path).pathname.slice(1);
}
