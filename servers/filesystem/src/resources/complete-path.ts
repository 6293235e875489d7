import { opendirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Guard, isLeftover } from '@ashlar/kit/files';
import type { Files } from '../files.ts';

/** As many as a completion may carry, and one to tell that there are more. */
const MAX = 101;
/** Entries of a folder that are looked at: completion is a courtesy and never worth a pause. */
const MAX_LOOKED = 10_000;

/**
 * The paths, as they stand in a file URI without its first slash, that begin with what was typed: roots first,
 * then what is in the folder typed so far. Denied names and whatever lies outside have no completion.
 */
export function completePath({ roots, guard }: Files, typed: string): string[] {
  const found = roots.map(({ real }) => inUri(real)).filter((root) => root.startsWith(typed));
  const below = isBelow(
    typed,
    roots.map(({ real }) => inUri(real)),
  )
    ? inFolder(guard, typed)
    : [];
  return [...new Set([...found, ...below])].slice(0, MAX);
}

function isBelow(typed: string, roots: readonly string[]): boolean {
  return roots.some((root) => root === '' || typed.startsWith(`${root}/`));
}

function inFolder(guard: Guard, typed: string): string[] {
  const above = typed.slice(0, typed.lastIndexOf('/') + 1);
  const held = guard.hold(fileURLToPath(`file:///${above}`));
  try {
    const below = held.relative === '' ? '' : `${held.relative}/`;
    const paths: string[] = [];
    for (const { name, isFolder } of entriesIn(held.path)) {
      const path = `${above}${inUri(`/${name}`)}`;
      if (!path.startsWith(typed) || isLeftover(name) || guard.denied(below + name)) continue;
      paths.push(isFolder ? `${path}/` : path);
    }
    return paths.sort().slice(0, MAX);
  } finally {
    held.close();
  }
}

function* entriesIn(folder: string): Generator<{ name: string; isFolder: boolean }, void, undefined> {
  const stream = opendirSync(folder, { bufferSize: 256 });
  try {
    for (let looked = 0; looked < MAX_LOOKED; looked++) {
      const entry = stream.readSync();
      if (entry === null) return;
      yield { name: entry.name, isFolder: entry.isDirectory() };
    }
  } finally {
    stream.closeSync();
  }
}

function inUri(path: string): string {
  return pathToFileURL(path).pathname.slice(1);
}
