/** Finds the next place of something at or behind an offset; Infinity where there is none. */
export type Seek = (from: number) => number;

/**
 * Remembers what it found, so that asking again and again on the way through a text costs one pass: without
 * that, ten thousand openers without a closer would cost ten thousand passes.
 */
export function seeker(text: string, needle: string): Seek {
  let asked = 0;
  let known = -1;
  return (from) => {
    if (from >= asked && from <= known) return known;
    const at = text.indexOf(needle, from);
    asked = from;
    known = at < 0 ? Number.POSITIVE_INFINITY : at;
    return known;
  };
}
