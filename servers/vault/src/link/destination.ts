/** ASCII punctuation, which a backslash takes the meaning from (CommonMark 0.31, section 2.4). */
const ESCAPE = /\\([!-/:-@[-`{-~])/g;
const ENCODED = /(?:%[0-9a-f]{2})+/gi;
/** RFC 3986, section 3.1; two characters at least, as in CommonMark's autolinks: one is a drive letter. */
const SCHEME = /^[a-z][a-z0-9+.-]+:/i;
const ENTITY = /&(#?[a-z0-9]+;)/gi;

/** Whether a destination, as it is written, leads out of the vault. */
export function isExternal(written: string): boolean {
  return SCHEME.test(written);
}

/** What a destination says, brackets `<…>` taken off before: backslashes and percent-encoding are undone. */
export function readDestination(written: string): string {
  const unescaped = written.includes('\\') ? written.replace(ESCAPE, '$1') : written;
  return unescaped.includes('%') ? unescaped.replace(ENCODED, decoded) : unescaped;
}

/** What is not UTF-8 stays as it is written. */
function decoded(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    return run;
  }
}

/** Writes a link text as a destination that `readDestination` gives back, for use without `<…>`. */
export function writeDestination(linktext: string): string {
  const written = linktext.replace(/[\s\p{Cc}%()<>\\]/gu, encoded).replace(ENTITY, '%26$1');
  return isExternal(written) ? written.replace(':', '%3A') : written;
}

/** The same for use between `<` and `>`, where blanks may stand. */
export function writeAngled(linktext: string): string {
  const written = linktext.replace(/[\r\n%<>\\]/g, encoded).replace(ENTITY, '%26$1');
  return isExternal(written) ? written.replace(':', '%3A') : written;
}

function encoded(character: string): string {
  const bytes = [...new TextEncoder().encode(character)];
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
