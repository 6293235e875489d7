import { closeSync, linkSync, renameSync, unlinkSync } from 'node:fs';
import { createNew } from './create-new.ts';
import { codeOf } from './disk-failure.ts';

/** A disk without hard links, or one that refuses this link: see link(2). */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/**
 * Gives a file a new name in the same file system, never over anything that is there: by a hard link, or where
 * the disk has none by an empty file that only this call can have created, which is then replaced.
 *
 * @returns whether the file still has its old name too
 * @throws the system's error, `EEXIST` where the name is taken
 */
export function placeNew(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (!NO_LINKS.has(codeOf(error) ?? '')) throw error;
  }
  renameOverPlaceholder(from, to);
  return false;
}

/** The way for disks without hard links. A kill between the two steps leaves an empty file. */
export function renameOverPlaceholder(from: string, to: string): void {
  closeSync(createNew(to, 0o600));
  try {
    renameSync(from, to);
  } catch (error) {
    unlinkSync(to);
    throw error;
  }
}
