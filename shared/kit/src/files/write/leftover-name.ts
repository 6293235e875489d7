import { digest } from '../text/digest.ts';

/** A temporary file older than this belongs to a process that was killed. */
export const STALE_MS = 30_000;

const PATTERN = /^\.ashlar-[\w-]{16}(\.[0-9a-z]{1,40})?\.tmp$/;
const STEM = '.ashlar-'.length + 16;

/** Whether a name is one that this server gives to its temporary files. Such files are hidden and reserved. */
export function isLeftover(name: string): boolean {
  return PATTERN.test(name);
}

/**
 * The temporary file for a target in the same folder: always the same name, since creating it is also the lock
 * that keeps other processes from writing the same target.
 */
export function temporaryName(target: string): string {
  // Where the file system does not tell case and Unicode forms apart, neither may the lock.
  const folded = process.platform === 'linux' ? target : target.normalize('NFC').toLowerCase();
  return `.ashlar-${digest(folded).slice(0, 16)}.tmp`;
}

/** The lock for removing one stale temporary file: named after the very file, so that only one process does it. */
export function claimName(leftover: string, ino: bigint, mtimeNs: bigint): string {
  return `${leftover.slice(0, STEM)}.${ino.toString(36)}z${mtimeNs.toString(36)}.tmp`;
}
