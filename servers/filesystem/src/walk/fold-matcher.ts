import type { LineMatcher } from './line-matcher.ts';

/** A text in any case. Compares in upper case, which unlike lower case does not depend on what stands around. */
export function foldingMatcher(query: string): LineMatcher {
  const needle = query.toUpperCase();
  return {
    mayMatch: (text) => text.toUpperCase().includes(needle),
    find(line, start) {
      const upper = line.toUpperCase();
      const from = start === 0 ? 0 : line.slice(0, start).toUpperCase().length;
      const index = upper.indexOf(needle, from);
      return index === -1 || upper.length === line.length ? index : indexBefore(line, index);
    },
  };
}

/** Which index of a line becomes `index` in upper case, where some characters become more than one (ß: SS). */
function indexBefore(line: string, index: number): number {
  let upper = 0;
  let at = 0;
  for (const char of line) {
    upper += char.toUpperCase().length;
    if (upper > index) break;
    at += char.length;
  }
  return at;
}
