import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Does a task unless it was done already with the same inputs, as a file remembers. A task that fails or is
 * interrupted is not remembered.
 * @param {string} file
 * @param {unknown} inputs
 * @param {() => void} task
 */
export function unlessFresh(file, inputs, task) {
  const state = createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
  if (read(file) === state) return;
  task();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, state);
}

/**
 * A file, or the files below a folder, with size and time: what tells that sources have changed.
 * @param {string} path
 * @returns {[string, number, number][]}
 */
export function stateOf(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [[path, stat.size, stat.mtimeMs]];
  const names = readdirSync(path).sort();
  return names.flatMap((name) => stateOf(join(path, name)));
}

/**
 * The text of a file; undefined where there is none.
 * @param {string} file
 */
export function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
