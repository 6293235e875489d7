const CLOSING = /<\/[a-z][a-z0-9-]*\s*>/iy;
const NAME = /<[a-z][a-z0-9-]*/iy;
const ATTRIBUTE = /\s+[a-z_:][a-z0-9_.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?/iy;
const TAG_END = /\s*\/?>/y;

/**
 * Offset behind the tag at `at`, opening or closing (CommonMark 0.31, section 6.6); undefined where none is. Attribute
 * by attribute: one pattern for all of them ends with an error where there are a million.
 */
export function tagEnd(text: string, at: number): number | undefined {
  const closing = matchEnd(CLOSING, text, at);
  if (closing !== undefined) return closing;
  let end = at;
  for (let next = matchEnd(NAME, text, at); next !== undefined; next = matchEnd(ATTRIBUTE, text, end)) {
    end = next;
  }
  return end === at ? undefined : matchEnd(TAG_END, text, end);
}

/** Offset behind what a sticky pattern finds at `at`. */
export function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
