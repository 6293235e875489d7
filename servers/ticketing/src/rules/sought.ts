import { ToolError } from '@ashlar/kit/errors';
import { soughtWordsOf } from '../likeness/words.ts';

/** Words of one question. */
const MOST = 32;
const PARTS = /(-?)(?:"([^"]*)"|(\S+))/g;

/** Words that stand side by side, the last of which may go on. */
export interface Phrase {
  words: readonly string[];
  begins: boolean;
}

/** All of `wanted` have to occur, and none of the others. */
export interface Sought {
  wanted: readonly Phrase[];
  unwanted: readonly Phrase[];
}

/**
 * What is looked for with `word`, `begin*`, `"a phrase"` and `-without`. Undefined where nothing was asked for. Throws
 * `ToolError` (`invalid_input`) for a question without a word that is wanted.
 */
export function soughtIn(text: string): Sought | undefined {
  const wanted: Phrase[] = [];
  const unwanted: Phrase[] = [];
  for (const [, minus, phrase, word = ''] of text.matchAll(PARTS)) {
    // What one types as a word may be several, such as db-1: they stand side by side, too.
    const words = soughtWordsOf(phrase ?? word);
    if (words.length === 0) continue;
    const begins = phrase === undefined && (word.endsWith('*') || isSingle(words));
    (minus === '' ? wanted : unwanted).push({ words, begins });
  }
  if (wanted.length > 0) return { wanted: wanted.slice(0, MOST), unwanted: unwanted.slice(0, MOST) };
  if (text.trim() === '') return undefined;
  throw new ToolError('invalid_input', 'query: holds no word that is looked for.', {
    hint: 'Give a word that has to occur; -word alone finds nothing.',
  });
}

/** One letter of a script without spaces begins longer words in the index. */
function isSingle([word = '', ...more]: readonly string[]): boolean {
  return more.length === 0 && [...word].length === 1 && /[^\x20-\x7e]/.test(word);
}
