/** Words with the sign before them, runs of capitals, of digits, and every other letter or sign by itself. */
const PIECES = /[!-/:-@[-`{-~]?[A-Z]?[a-z]+|[A-Z]+|\d+|[^\sA-Za-z\d]/gu;
/** Letters of a word that is one token as a rule, and of what it takes for another half. */
const WORD = 6;
const MORE = 5;
/** Digits, or capitals, of a token. */
const RUN = 3;

/**
 * About how many tokens a text costs a model, and rarely too few: languages, names, numbers and paths alike. What comes
 * at random, such as a key, costs more. An estimate in place of a vocabulary, which is larger than this server.
 */
export function tokensOf(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECES)) tokens += costOf(piece);
  return tokens;
}

/** The letters of a text that are within so many tokens, from its beginning. */
export function lettersWithin(text: string, tokens: number): number {
  let left = tokens;
  for (const { 0: piece, index } of text.matchAll(PIECES)) {
    left -= costOf(piece);
    if (left < 0) return index;
  }
  return text.length;
}

function costOf(piece: string): number {
  if (/^(?:\d|[A-Z]+$)/.test(piece)) return Math.ceil(piece.length / RUN);
  const [word] = /[A-Za-z]+/.exec(piece) ?? [];
  if (word !== undefined) {
    const long = Math.max(0, Math.ceil((word.length - WORD) / MORE));
    return 1 + long * 0.75 + (word.length < piece.length ? 0.75 : 0);
  }
  if (/[!-~]/.test(piece)) return 1.3;
  if (/[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}]/u.test(piece)) return 0.5;
  return /\p{L}/u.test(piece) ? 1 : 2;
}
