import { charStart } from './char-start.ts';

/** A stretch of a file in memory. A match belongs to the piece in which it starts, between `from` and `to`. */
export interface Piece {
  /** With what comes before and after, for context. Overwritten by the next piece. */
  bytes: Buffer;
  from: number;
  to: number;
  /** Number of the line that holds `from`, from 1. */
  line: number;
  /** The file ends with this piece. */
  last: boolean;
}

/** Fills as much of a buffer as it can and says how many bytes; 0 is the end of the file. */
export type Read = (into: Buffer) => number;

/** Bytes in memory at a time, whatever the size of a file or the length of a line. */
export const SPACE = 256 * 1024;
/** Bytes kept in sight after `to`. Longer lines are searched in windows that overlap by as much. */
const AHEAD = 64 * 1024;
/** Bytes kept in sight before `from`, from the second piece on. */
const BEHIND = 16 * 1024;

/**
 * Cuts a file into pieces that end between lines, as far as lines are not longer than 64 KiB, with `context`
 * lines in sight on both sides. A lone CR becomes LF, as where files are read, so that line numbers agree.
 */
export function* pieces(read: Read, space: Buffer, context: number): Generator<Piece, void, undefined> {
  let filled = 0;
  let last = false;
  let from = 0;
  let line = 1;
  for (;;) {
    const fresh = Math.max(0, filled - 1); // the last byte may be the first half of a CRLF
    // A few bytes may be left over where a reader needs room for whole characters.
    while (!last && space.length - filled >= 16) {
      const count = read(space.subarray(filled));
      filled += count;
      last = count === 0;
    }
    const bytes = space.subarray(0, filled);
    joinLineBreaks(bytes, fresh, last);
    const to = last ? filled : cutBetweenLines(bytes, context);
    yield { bytes, from, to, line, last };
    if (last) return;
    line += countLines(bytes, from, to);
    bytes.copyWithin(0, to - BEHIND);
    filled -= to - BEHIND;
    from = BEHIND;
  }
}

/** How many line breaks there are from one offset to another. */
export function countLines(bytes: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = bytes.indexOf(10, from); at !== -1 && at < to; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

function joinLineBreaks(bytes: Buffer, from: number, last: boolean): void {
  for (let at = bytes.indexOf(13, from); at !== -1; at = bytes.indexOf(13, at + 1)) {
    const alone = at + 1 < bytes.length ? bytes[at + 1] !== 10 : last;
    if (alone) bytes[at] = 10;
  }
}

/** The end of the last line that has its context after it; or as near to that as the bytes ahead allow. */
function cutBetweenLines(bytes: Buffer, context: number): number {
  const lowest = bytes.length - AHEAD;
  let cut = -1;
  let end = bytes.length;
  for (let lines = 0; lines <= context; lines++) {
    end = bytes.lastIndexOf(10, end - 1);
    if (end < lowest) break;
    cut = end + 1;
  }
  return cut === -1 ? charStart(bytes, lowest) : cut;
}
