import type { Hit } from './file-scan.ts';
import { excerpt, withoutCr } from './line-text.ts';

/** Up to `count` lines before a hit, in the order of the file. */
export function linesBefore({ piece, from }: Hit, count: number, latin1: boolean): string[] {
  const { bytes } = piece;
  const lines: string[] = [];
  for (let end = from - 1; end >= 0 && lines.length < count; ) {
    const start = end === 0 ? 0 : bytes.lastIndexOf(10, end - 1) + 1;
    // Not from its beginning: the piece is not the first, and the line begins out of sight.
    if (start === 0 && piece.from > 0) break;
    lines.unshift(lineFrom(bytes, start, end, latin1));
    end = start - 1;
  }
  return lines;
}

/** Up to `count` lines after a hit. */
export function linesAfter({ piece, to }: Hit, count: number, latin1: boolean): string[] {
  const { bytes } = piece;
  const lines: string[] = [];
  for (let start = to + 1; start < bytes.length && lines.length < count; ) {
    const newline = bytes.indexOf(10, start);
    const end = newline === -1 ? bytes.length : newline;
    lines.push(lineFrom(bytes, start, end, latin1));
    start = end + 1;
  }
  return lines;
}

const lineFrom = (bytes: Buffer, from: number, to: number, latin1: boolean) =>
  excerpt(bytes, from, withoutCr(bytes, from, to), from, latin1);
