import { lstatSync, type Stats, statSync } from 'node:fs';
import { sep } from 'node:path';
import { sameState } from './disk-file.ts';
import type { Known } from './known.ts';
import type { Source } from './open-source.ts';

// Looked at by name, with one system call each and not through a descriptor, which costs twice as much for 100,000
// files: nothing is learned of a folder or a file but whether it is in another state, and what is stale is looked at
// through the guard.

/**
 * Folders in which something was created, removed or renamed since they were read, as their own times tell; undefined
 * for each other one.
 */
export function* staleFolders(
  { vault }: Source,
  known: Known,
): Generator<string | undefined, void, undefined> {
  for (const [path, mtimeMs] of known.folders) {
    const stat = statOf(vault.real + sep + path, statSync);
    // One that is gone shows in the folder above it; the vault itself has none.
    const stale = stat?.isDirectory() ? stat.mtimeMs !== mtimeMs : path === '';
    yield stale ? path : undefined;
  }
}

/** Files that were written, removed or exchanged since they were looked at; undefined for each other one. */
export function* staleFiles({ vault }: Source, known: Known): Generator<string | undefined, void, undefined> {
  for (const file of known.files.values()) {
    const stat = statOf(vault.real + sep + file.path, lstatSync);
    yield stat?.isFile() && sameState(stat, file) ? undefined : file.path;
  }
}

function statOf(path: string, look: typeof statSync | typeof lstatSync): Stats | undefined {
  try {
    return look(path, { throwIfNoEntry: false }) as Stats | undefined;
  } catch {
    return undefined;
  }
}
