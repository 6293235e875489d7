import { gunzipSync } from 'node:zlib';
import { NotVerified } from './not-verified.ts';

/** Files of a package by their paths in it, with `/`. */
export type PackedFiles = ReadonlyMap<string, Buffer>;

/** Bytes of a tarball, and of all that is in it. */
const MAX_PACKED = 20 * 1024 * 1024;
const MAX_UNPACKED = 100 * 1024 * 1024;
const BLOCK = 512;
/** npm drops the first folder of each path, whatever its name is: another one would be a second way to the same file. */
const ROOT = 'package/';
/** Of a path, a part that every file system has under this name: no `..`, no blank or dot at its end, no `C:`. */
const PART = /^[ \w.@+-]*[\w@+-]$/;

/**
 * What is in a tar archive of npm, read and not unpacked. Of all that tar can say (links, devices, long names in entries
 * of their own, which readers do not agree upon) only plain files pass, each once. Throws `NotVerified` for the rest.
 */
export function filesIn(tar: Buffer): PackedFiles {
  const files = new Map<string, Buffer>();
  const seen = new Set<string>();
  let at = 0;
  while (!isEnd(tar, at)) {
    const { path, size } = headerAt(tar, at);
    const next = at + BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    // Some file systems take large and small letters for the same.
    const same = path.toLowerCase();
    if (seen.has(same)) throw new NotVerified(`the tarball has ${path} twice`);
    seen.add(same);
    files.set(path, tar.subarray(at + BLOCK, at + BLOCK + size));
    at = next;
  }
  if (tar.subarray(at).some((byte) => byte !== 0))
    throw new NotVerified('the tarball goes on behind its end');
  return files;
}

/** Throws `NotVerified` for more bytes than a package has. */
export function requireSize(bytes: number): void {
  if (bytes > MAX_PACKED) throw new NotVerified(`the tarball is larger than ${MAX_PACKED} bytes`);
}

/**
 * Throws `NotVerified` for what is no gzip, for what is too large, packed or not, and for what stands behind its end: zlib
 * stops at a zero there, and goes on where the next piece of a stream begins, which is somewhere else for npm.
 */
export function unzipped(tarball: Uint8Array): Buffer {
  requireSize(tarball.length);
  const { buffer, engine } = inflated(tarball);
  if (engine.bytesWritten === tarball.length) return buffer;
  throw new NotVerified('the tarball has bytes behind the end of its gzip');
}

/** What is in it, and what has read that: `bytesWritten` counts what was read of it. */
function inflated(tarball: Uint8Array): { buffer: Buffer; engine: { bytesWritten: number } } {
  const options = { maxOutputLength: MAX_UNPACKED, info: true };
  try {
    return gunzipSync(tarball, options) as unknown as ReturnType<typeof inflated>;
  } catch (cause) {
    const isLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    const why = isLarge ? `holds more than ${MAX_UNPACKED} bytes` : 'cannot be unzipped';
    throw new NotVerified(`the tarball ${why}`, { cause });
  }
}

/** A block of zeros, where all that follows is zeros too. */
function isEnd(tar: Buffer, at: number): boolean {
  if (at + BLOCK > tar.length) throw new NotVerified('the tarball has no end');
  return tar.subarray(at, at + BLOCK).every((byte) => byte === 0);
}

/** A header of POSIX.1-1988 (ustar), of a file whose path needs no more than its 100 bytes. */
function headerAt(tar: Buffer, at: number): { path: string; size: number } {
  const header = tar.subarray(at, at + BLOCK);
  const field = (from: number, length: number) => {
    const bytes = header.subarray(from, from + length);
    const end = bytes.indexOf(0);
    return bytes.toString('latin1', 0, end < 0 ? length : end);
  };
  const sum = header.reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 0x20 : byte), 0);
  if (octal(field(148, 8)) !== sum) throw new NotVerified('a header of the tarball is not whole');
  const whole = field(0, 100);
  const named = JSON.stringify(whole);
  if (!['0', ''].includes(field(156, 1)) || field(257, 6) !== 'ustar' || field(345, 155) !== '')
    throw new NotVerified(
      `${named} in the tarball is no plain file, and nothing else belongs into a package`,
    );
  // Not every reader takes the first zero for the end: npm reads on behind it where a line ends.
  if ([header.subarray(0, 100), header.subarray(345, 500)].some(goesOn))
    throw new NotVerified(`${named} in the tarball goes on behind its end`);
  const path = whole.slice(ROOT.length);
  if (!whole.startsWith(ROOT) || !path.split('/').every((part) => PART.test(part)))
    throw new NotVerified(`the tarball has a file at ${named}, where none belongs`);
  return { path, size: octal(field(124, 12)) };
}

function goesOn(name: Buffer): boolean {
  const end = name.indexOf(0);
  return end >= 0 && name.subarray(end).some((byte) => byte !== 0);
}

function octal(text: string): number {
  const [, digits] = /^ *([0-7]{1,12}) *$/.exec(text) ?? [];
  if (digits === undefined) throw new NotVerified('a header of the tarball has no number where one belongs');
  return Number.parseInt(digits, 8);
}
