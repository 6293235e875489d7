import { isAscii, isUtf8 } from 'node:buffer';
import { charStart, nextCharStart } from './char-start.ts';
import { codecOf, withoutCr } from './line-text.ts';
import type { Matcher } from './matcher.ts';
import type { Piece } from './pieces.ts';

/** Finds something in one line of text. */
export interface LineMatcher {
  /** Whether any line of a text may match; false is certain. */
  mayMatch(text: string): boolean;
  /** Index of the first match at or after `start`, or -1. `open`: the line goes on behind the end of the text. */
  find(line: string, start: number, open: boolean): number;
}

/** Bytes in sight before a window in a long line: enough to see that it is not the start of the line. */
const LEAD_BYTES = 64;

/** Tries a whole piece at once, and line by line only where something may be in it. */
export function byLines(matcher: LineMatcher): Matcher {
  return (piece, latin1) => {
    const { bytes, from, to } = piece;
    const rest = bytes.subarray(from);
    if (!latin1 && isUtf8(rest) && !matcher.mayMatch(rest.toString())) return undefined;
    return (start) => {
      for (let at = start; at < to; ) {
        const newline = bytes.indexOf(10, at);
        const found = findInLine(matcher, piece, at, newline, latin1);
        if (found !== -1) return found < to ? found : -1;
        at = newline === -1 ? to : newline + 1;
      }
      return -1;
    };
  };
}

function findInLine(
  matcher: LineMatcher,
  piece: Piece,
  at: number,
  newline: number,
  latin1: boolean,
): number {
  const { bytes, last } = piece;
  const open = newline === -1 && !last;
  const end = newline === -1 ? bytes.length : newline;
  const line = bytes.subarray(at, open ? charStart(bytes, end - 1) : withoutCr(bytes, at, end));
  const lead = leadBefore(bytes, at);
  // A line of a Latin-1 file may be in UTF-8 all the same.
  const codecs = latin1 && !isAscii(line) ? (['latin1', 'utf8'] as const) : [codecOf(line, latin1)];
  for (const codec of codecs) {
    const before = lead.toString(codec);
    const text = line.toString(codec);
    const index = matcher.find(before + text, before.length, open);
    if (index !== -1) return at + Buffer.byteLength(text.slice(0, index - before.length), codec);
  }
  return -1;
}

/** Empty where a line begins. */
function leadBefore(bytes: Buffer, at: number): Buffer {
  if (at === 0 || bytes[at - 1] === 10) return bytes.subarray(at, at);
  const start = Math.max(bytes.lastIndexOf(10, at - 1) + 1, at - LEAD_BYTES);
  return bytes.subarray(nextCharStart(bytes, start), at);
}
