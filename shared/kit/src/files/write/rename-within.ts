import {
  lstatSync,
  mkdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  type Stats,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { ToolError } from '../../errors.ts';
import { codeOf } from './disk-failure.ts';
import { placeNew } from './place-new.ts';
import type { Entry } from './tree.ts';

/**
 * Moves a file, a link or a folder to a free name, never over anything.
 *
 * @returns false where the new place is on another disk
 * @throws ToolError `conflict` where the file was exchanged; the system's errors, `EEXIST` where the name is taken
 */
export function renameWithin(source: Entry, to: string): boolean {
  try {
    if (source.stat.isDirectory()) renameFolder(source.path, to);
    else if (source.stat.isSymbolicLink()) renameLink(source.path, to);
    else renameFile(source, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EXDEV') return false;
    throw error;
  }
}

/** An empty folder of our own takes the name; rename(2) replaces an empty folder and nothing else. */
function renameFolder(from: string, to: string): void {
  // Windows never renames over a folder.
  if (process.platform === 'win32') return renameSync(from, to);
  mkdirSync(to, 0o700);
  try {
    renameSync(from, to);
  } catch (error) {
    rmdirSync(to);
    throw error;
  }
}

/** link(2) follows links on some systems, so the link is written anew. */
function renameLink(from: string, to: string): void {
  symlinkSync(readlinkSync(from), to);
  unlinkSync(from);
}

function renameFile(source: Entry, to: string): void {
  const { path, stat } = source;
  if (!placeNew(path, to)) return;
  // On some systems link(2) follows a link that has taken the name, out of the roots perhaps.
  if (!sameThing(to, stat)) {
    unlinkSync(to);
    throw exchanged();
  }
  // What has taken the old name since is somebody else's, and stays.
  if (sameThing(path, stat)) unlinkSync(path);
}

function sameThing(path: string, { dev, ino }: Stats): boolean {
  const now = lstatSync(path, { throwIfNoEntry: false });
  return now !== undefined && now.dev === dev && now.ino === ino;
}

function exchanged(): ToolError {
  return new ToolError('conflict', 'The file was exchanged while it was being moved.', {
    hint: 'Look at it again, then try again.',
    retryable: true,
  });
}
