import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { errnoOf } from '@ashlar/kit/files';
import { readWhole } from '../disk/read-whole.ts';
import { type Journal, readJournal, writeJournal } from './journal.ts';

/** Bytes of a journal that is read: ten thousand links take two million. */
const MOST_BYTES = 512 * 1024 * 1024;
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const WRITE = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0);

/** What is under the name of a journal. `foreign`: damaged, another vault's, or another user's. */
export type Found = { journal: Journal } | 'foreign' | undefined;

/** Looks for the journal of a vault (its real path). Throws the system's errors, but for absence. */
export function findJournal(path: string, vault: string): Found {
  let fd: number;
  try {
    fd = openSync(path, READ);
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'ELOOP') return 'foreign';
    throw error;
  }
  try {
    const stat = fstatSync(fd);
    const isOurs = process.getuid === undefined || stat.uid === process.getuid();
    if (!stat.isFile() || !isOurs || stat.size > MOST_BYTES) return 'foreign';
    const journal = readJournal(readWhole(fd, stat.size), vault);
    return journal === undefined ? 'foreign' : { journal };
  } finally {
    closeSync(fd);
  }
}

/** Writes a journal so that it lasts, wholly or not at all. Throws the system's errors. */
export function keepJournal(path: string, journal: Journal): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const next = `${path}.next`;
  const fd = openSync(next, WRITE, 0o600);
  try {
    const bytes = writeJournal(journal);
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(next, path);
  flushFolder(dirname(path));
}

/** Throws the system's errors. */
export function removeJournal(path: string): void {
  unlinkSync(path);
  flushFolder(dirname(path));
}

/** Puts a foreign file out of the way, where a person can look at it. */
export function setAside(path: string): void {
  renameSync(path, `${path}.foreign`);
}

/** Makes names in a folder last. Windows and some disks cannot, and do so on their own. */
export function flushFolder(path: string): void {
  let fd: number | undefined;
  try {
    fd = openSync(path, constants.O_RDONLY);
    fsyncSync(fd);
  } catch {
    // As above.
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
