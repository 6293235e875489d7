import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** More than the longest line: arguments are cut to 64 KB, and JSON writes a character as six bytes at the most. */
const MAX_TAIL = 2 * 1024 * 1024;
const NEWLINE = 0x0a;

export interface Tail {
  /** Bytes of the file. */
  size: number;
  /** The last line that was ended; undefined where there is none in the last 2 MiB. */
  last: Buffer | undefined;
  /** What stands behind it; empty where the file ends with a line. */
  rest: Buffer;
}

/** The number that the first line of a file bears; undefined where it bears none. Throws what `fs` throws. */
export function firstSeqOf(path: string): number | undefined {
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(64);
    readSync(fd, bytes, 0, bytes.length, 0);
    const seq = /^\{"chain":"[0-9a-f]{16}","seq":(\d+),/.exec(bytes.toString('latin1'))?.[1];
    return seq === undefined ? undefined : Number(seq);
  } finally {
    closeSync(fd);
  }
}

/** Reads the end of a file. Throws what `fs` throws. */
export function tailOf(path: string): Tail {
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    const from = Math.max(0, size - MAX_TAIL);
    const bytes = Buffer.alloc(size - from);
    const read = readSync(fd, bytes, 0, bytes.length, from);
    const end = bytes.subarray(0, read).lastIndexOf(NEWLINE);
    if (end < 0) return { size, last: undefined, rest: bytes.subarray(0, read) };
    const begin = end === 0 ? 0 : bytes.lastIndexOf(NEWLINE, end - 1) + 1;
    return { size, last: bytes.subarray(begin, end), rest: bytes.subarray(end + 1, read) };
  } finally {
    closeSync(fd);
  }
}
