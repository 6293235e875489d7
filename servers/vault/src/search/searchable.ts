/** Runs of anything else; ASCII is left to `toLowerCase`. */
const BEYOND_ASCII = /[^\0-\x7f]+/g;
/** Accents of Latin, Greek and Cyrillic letters. Marks of other scripts are letters in all but name. */
const ACCENTS = /[\u0300-\u036f]+/g;
/** Joiners, soft hyphens, variation selectors: nobody sees them, nobody types them. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}+/gu;
/**
 * What stands as a word of its own: characters of scripts that put no blanks between words (and Korean, whose words carry
 * their particles), and emoji. A word of such a script is found as a phrase of its characters.
 */
const ALONE =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Hang}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}\p{Extended_Pictographic}\p{Regional_Indicator}]/gu;
/**
 * Neither letter, digit, mark nor symbol of the above; half of a surrogate pair and private use are none either. One
 * by one: a run of millions is more than the engine remembers the way through.
 */
const BETWEEN = /[^\0-\x7f\p{L}\p{N}\p{M}\p{Extended_Pictographic}\p{Regional_Indicator}]/gu;

/** Pieces that come again and again, like `ü`: folding one takes longer than finding it. */
const folded = new Map<string, string>();
const MAX_PIECE = 8;
const MAX_PIECES = 4_096;

/**
 * A text in the form in which it is indexed and looked for: one for all spellings that a reader takes for the same.
 * Case, accents, compatibility forms (NFKC) and invisible characters make no difference. Words are what stands between
 * ASCII characters that are neither letter nor digit: `WORD` finds them, and so does SQLite's `ascii` tokenizer.
 * Lines stay lines.
 */
export function searchable(text: string): string {
  return text.toLowerCase().replace(BEYOND_ASCII, fold);
}

/** A word that no text and no query has, for private use: no phrase goes across it. */
export const BREAK = ' \uf8ff ';

/** A word of a searchable text. */
export const WORD = /[0-9a-z\x80-\uffff]+/g;

export function wordsOf(text: string): string[] {
  return searchable(text).match(WORD) ?? [];
}

function fold(piece: string): string {
  if (piece.length > MAX_PIECE) return foldAnew(piece);
  const known = folded.get(piece);
  if (known !== undefined) return known;
  if (folded.size >= MAX_PIECES) folded.clear();
  const anew = foldAnew(piece);
  folded.set(piece, anew);
  return anew;
}

function foldAnew(piece: string): string {
  const bare = piece.normalize('NFKD').replace(ACCENTS, '').replace(UNSEEN, '');
  // Upper case first: it joins what lower case alone keeps apart (dotless i, sharp s). Two ways to write a sigma.
  const cased = bare.toUpperCase().toLowerCase().replace(ACCENTS, '').replaceAll('ς', 'σ').normalize('NFC');
  return cased.replace(BETWEEN, ' ').replace(ALONE, ' $& ');
}
