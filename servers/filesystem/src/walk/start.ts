import { lstatSync } from 'node:fs';
import { ToolError } from '@ashlar/kit/errors';
import { disk as bestDisk, type Disk, type Folder, type OpenFile } from './folder.ts';
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

/**
 * Goes from the root to the start name by name, through verified folders only; with `ignoring` it gathers the
 * `.gitignore` files on the way. Throws `ToolError`: not_found (also where a link has taken a name) or forbidden.
 */
export function openStart(place: StartPlace, ignoring: boolean, disk: Disk = bestDisk): Start {
  try {
    const names = place.relative === '' ? [] : place.relative.split('/');
    if (names.length === 0 && lstatSync(place.real).isFile()) {
      return { kind: 'file', file: disk.file(place.real) };
    }
    return descend(disk.folder(place.real), '', names, ignoring ? NO_RULES : undefined);
  } catch (cause) {
    throw cannotStart(place.shown, cause);
  }
}

function descend(folder: Folder, at: string, names: string[], above: IgnoreRules | undefined): Start {
  const rules = above && readIgnore(folder, at, above);
  const [name, ...deeper] = names;
  if (name === undefined) return { kind: 'folder', folder, rules };
  let next: Folder;
  try {
    if (name === '..' || name === '.' || name === '') throw new Error('a place has no such names');
    if (deeper.length === 0 && folder.stat(name)?.isFile()) return { kind: 'file', file: folder.file(name) };
    next = folder.folder(name);
  } finally {
    folder.close();
  }
  return descend(next, at === '' ? name : `${at}/${name}`, deeper, rules);
}

function cannotStart(shown: string, cause: unknown): ToolError {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') {
    const hint = 'Ask for another folder, or have its permissions changed.';
    return new ToolError('forbidden', `The system does not let this server read ${shown}.`, { hint, cause });
  }
  const hint = 'List the folder above it to see what is there now.';
  return new ToolError('not_found', `${shown} is not there any more.`, { hint, cause });
}
