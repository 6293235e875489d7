import { type Stats, statSync } from 'node:fs';
import { sep } from 'node:path';
import type { Held } from '@ashlar/kit/files';
import type { Known } from './known.ts';
import type { Source } from './open-source.ts';

/**
 * Folders in which something was created, removed or renamed since they were read, as their own times tell; undefined
 * for each other one. Looked at from the held vault, which takes one system call each: nothing is learned of a folder
 * but whether its time is another, and what is stale is read through the guard.
 */
export function* staleFolders(source: Source, known: Known): Generator<string | undefined, void, undefined> {
  const held = heldVault(source);
  if (held === undefined) return yield '';
  try {
    for (const [path, mtimeMs] of known.folders) {
      const stat = path === '' ? statOf(held.path + sep) : statOf(held.path + sep + path);
      // One that is gone shows in the folder above it; the vault itself has none.
      const stale = stat?.isDirectory() ? stat.mtimeMs !== mtimeMs : path === '';
      yield stale ? path : undefined;
    }
  } finally {
    held.close();
  }
}

function heldVault(source: Source): Held | undefined {
  try {
    return source.hold('');
  } catch {
    return undefined;
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
