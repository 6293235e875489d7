import { lstatSync, type Stats, statSync } from 'node:fs';
import { sep } from 'node:path';
import type { Held } from '@ashlar/kit/files';
import { sameState } from './disk-file.ts';
import type { Known } from './known.ts';
import type { Source } from './open-source.ts';

// Looked at from the held vault, which takes one system call each: nothing is learned of a folder or a file but
// whether it is in another state, and what is stale is looked at through the guard.

/**
 * Folders in which something was created, removed or renamed since they were read, as their own times tell; undefined
 * for each other one.
 */
export function* staleFolders(source: Source, known: Known): Generator<string | undefined, void, undefined> {
  const held = heldVault(source);
  if (held === undefined) return yield '';
  try {
    for (const [path, mtimeMs] of known.folders) {
      const stat = path === '' ? statOf(held.path + sep, statSync) : statOf(held.path + sep + path, statSync);
      // One that is gone shows in the folder above it; the vault itself has none.
      const stale = stat?.isDirectory() ? stat.mtimeMs !== mtimeMs : path === '';
      yield stale ? path : undefined;
    }
  } finally {
    held.close();
  }
}

/** Files that were written, removed or exchanged since they were looked at; undefined for each other one. */
export function* staleFiles(source: Source, known: Known): Generator<string | undefined, void, undefined> {
  const held = heldVault(source);
  if (held === undefined) return yield '';
  try {
    for (const file of known.files.values()) {
      const stat = statOf(held.path + sep + file.path, lstatSync);
      yield stat?.isFile() && sameState(stat, file) ? undefined : file.path;
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

function statOf(path: string, look: typeof statSync | typeof lstatSync): Stats | undefined {
  try {
    return look(path, { throwIfNoEntry: false }) as Stats | undefined;
  } catch {
    return undefined;
  }
}
