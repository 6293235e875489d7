/**
 * Characters that reorder, hide or carry text unseen: bidirectional controls, zero-width and deprecated format
 * characters, tags, and the C0 and C1 controls but TAB, LF and CR (Unicode Standard, chapter 23). The joiners
 * U+200C and U+200D and the variation selectors are not among them: emoji and Indic scripts need them.
 *
 * Source of a regular expression without the `u` flag: tags are outside the BMP and stand as surrogate pairs.
 */
export const INVISIBLE = [
  '[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u061c\\u180e\\u200b\\u200e\\u200f\\u202a-\\u202e',
  '\\u2060-\\u2064\\u2066-\\u206f\\ufeff\\ufff9-\\ufffb]|\\udb40[\\udc00-\\udc7f]',
].join('');

/** Stands for an invisible character wherever a model reads: `⟦U+202E⟧`. */
export function token(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `⟦U+${code.toString(16).toUpperCase().padStart(4, '0')}⟧`;
}

export const LONGEST_TOKEN = '⟦U+10FFFF⟧'.length;

/** Turns those tokens of a text back into characters that `known` holds; others stay as they are written. */
export function untoken(text: string, known: ReadonlySet<string>): string {
  if (known.size === 0) return text;
  return text.replace(/⟦U\+([0-9A-F]{4,6})⟧/g, (shown, code: string) =>
    known.has(shown) ? String.fromCodePoint(Number.parseInt(code, 16)) : shown,
  );
}

/** Where a token that the end of `text` cuts in two begins; the length of `text` where none does. */
export function beforeCutToken(text: string): number {
  const cut = /⟦(U(\+[0-9A-F]{0,6})?)?$/.exec(text);
  return cut ? cut.index : text.length;
}
