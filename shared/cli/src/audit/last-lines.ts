import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { requireLine } from './each-line.ts';

const BLOCK = 64 * 1024;
const NEWLINE = 0x0a;

/** The last `count` whole lines of a file, and where the next one will begin. Reads no more of it than that. Throws `CommandError` for what has no lines. */
export function lastLines(path: string, count: number): { lines: Buffer[]; end: number } {
  const fd = openSync(path, 'r');
  try {
    let from = fstatSync(fd).size;
    let bytes = Buffer.alloc(0);
    while (from > 0 && newlines(bytes) <= count) {
      const size = Math.min(BLOCK, from);
      const block = Buffer.alloc(size);
      from -= size;
      readSync(fd, block, 0, size, from);
      bytes = Buffer.concat([block, bytes]);
      if (!bytes.includes(NEWLINE)) requireLine(path, bytes.length);
    }
    const whole = bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1);
    const lines = split(whole);
    return { lines: count === 0 ? [] : lines.slice(-count), end: from + whole.length };
  } finally {
    closeSync(fd);
  }
}

/** Lines without their ends; what stands behind the last end is left out. */
export function split(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let begin = 0; ; ) {
    const end = bytes.indexOf(NEWLINE, begin);
    if (end < 0) return lines;
    lines.push(bytes.subarray(begin, end));
    begin = end + 1;
  }
}

function newlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
