import { isUtf8 } from 'node:buffer';
import { charStart, nextCharStart } from './char-start.ts';
import type { Find, Matcher } from './matcher.ts';
import type { Piece } from './pieces.ts';

/** Compares bytes. Those of the query in Latin-1 count too, in lines that are not UTF-8. */
export function literalMatcher(query: string): Matcher {
  const utf8 = Buffer.from(query, 'utf8');
  const latin =
    /[\x80-\xff]/.test(query) && !/[^\0-\xff]/.test(query) ? Buffer.from(query, 'latin1') : undefined;
  return (piece, latin1) => {
    const { bytes, to } = piece;
    const seek = seeker(bytes, utf8, () => true);
    const seekLatin = latin && seeker(bytes, latin, (at) => latin1 || !isUtf8(lineAround(piece, at)));
    return (at) => {
      const first = seekLatin ? Math.min(seek(at), seekLatin(at)) : seek(at);
      return first < to ? first : -1;
    };
  };
}

/** The next place in a line that counts, or Infinity. Goes through the bytes once, however often it is asked. */
function seeker(bytes: Buffer, needle: Buffer, lineCounts: (at: number) => boolean): Find {
  let known = -1;
  return (from) => {
    for (let wanted = from; known < wanted; ) {
      const at = bytes.indexOf(needle, wanted);
      known = at === -1 ? Number.POSITIVE_INFINITY : at;
      if (at !== -1 && !lineCounts(at)) wanted = nextLine(bytes, at);
    }
    return known;
  };
}

/** As much of the line around an offset as is in sight, in whole characters. */
function lineAround({ bytes, last }: Piece, at: number): Buffer {
  const newline = bytes.indexOf(10, at);
  const start = bytes.lastIndexOf(10, at) + 1;
  const end = newline === -1 ? bytes.length : newline;
  return bytes.subarray(
    start === 0 ? nextCharStart(bytes, 0) : start,
    newline === -1 && !last ? charStart(bytes, end - 1) : end,
  );
}

function nextLine(bytes: Buffer, at: number): number {
  const newline = bytes.indexOf(10, at);
  return newline === -1 ? bytes.length : newline + 1;
}
