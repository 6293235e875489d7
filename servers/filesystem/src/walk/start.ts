import { lstatSync } from 'node:fs';
import { asToolError, errnoOf, missing, protectedByRule } from '@ashlar/kit/files';
import { disk as bestDisk, type Disk, type Folder, Moved, type OpenFile } from './folder.ts';
import { type IgnoreRules, NO_RULES, readIgnore } from './gitignore.ts';

/** Where a walk begins, as plain data that can be sent to a thread. */
export interface StartPlace {
  /** The root's path with every link resolved. */
  real: string;
  /** Path below the root with forward slashes, links resolved; '' is the root itself. */
  relative: string;
  /** How messages name it. */
  shown: string;
}

/** What stands there: a folder, with the ignore rules of it and of everything above, or one file. Close it. */
export type Start =
  | { kind: 'folder'; folder: Folder; rules: IgnoreRules | undefined }
  | { kind: 'file'; file: OpenFile };

export interface StartOptions {
  /** Gather the `.gitignore` files from the root to the start. */
  ignoring: boolean;
  denied(relative: string): boolean;
  disk?: Disk;
}

/**
 * Goes from the root to the start name by name, through verified folders only. Throws `ToolError`: forbidden where
 * rules or permissions say so, not_found where nothing is left, which is also said of a link that took its place.
 */
export function openStart(place: StartPlace, { ignoring, denied, disk = bestDisk }: StartOptions): Start {
  const { real, relative, shown } = place;
  if (denied(relative)) throw protectedByRule(shown);
  try {
    if (relative === '' && lstatSync(real).isFile()) return { kind: 'file', file: disk.file(real) };
    const names = relative === '' ? [] : relative.split('/');
    return descend(disk.folder(real), '', names, ignoring ? NO_RULES : undefined);
  } catch (cause) {
    throw cause instanceof Moved || errnoOf(cause) === 'ELOOP' ? missing(shown) : asToolError(cause, shown);
  }
}

function descend(folder: Folder, at: string, names: string[], above: IgnoreRules | undefined): Start {
  const rules = above && readIgnore(folder, at, above);
  const [name, ...deeper] = names;
  if (name === undefined) return { kind: 'folder', folder, rules };
  let next: Folder;
  try {
    if (name === '..' || name === '.' || name === '') throw new Moved();
    if (deeper.length === 0 && folder.stat(name)?.isFile()) return { kind: 'file', file: folder.file(name) };
    next = folder.folder(name);
  } finally {
    folder.close();
  }
  return descend(next, at === '' ? name : `${at}/${name}`, deeper, rules);
}
