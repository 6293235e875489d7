import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Does a task unless it was done already with the same inputs, as a file remembers. */
export function unlessFresh(file, inputs, task) {
  const state = createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
  if (read(file) === state) return;
  task();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, state);
}

/** The files below a folder with size and time: what tells that sources have changed. */
export function stateOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => [path, statSync(path).size, statSync(path).mtimeMs]);
}

export function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
