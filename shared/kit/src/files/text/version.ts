import type { BigIntStats } from 'node:fs';
import { digest } from './digest.ts';

/** Bytes up to which a file is read as a whole and its version taken from its content. */
export const WHOLE_LIMIT = 8 * 1024 * 1024;

/** What a file holds, in 10 characters (60 bits of SHA-256): equal content, equal version. */
export function contentVersion(bytes: Buffer): string {
  return digest(bytes).slice(0, 10);
}

/** Which state a file too large to hash is in, from its inode, size and modification time. Begins with `~`. */
export function statVersion(stat: Pick<BigIntStats, 'ino' | 'size' | 'mtimeNs'>): string {
  return `~${contentVersion(Buffer.from(`${stat.ino} ${stat.size} ${stat.mtimeNs}`))}`;
}
