import { ToolError } from '@ashlar/kit/errors';
import { soughtWordsOf } from '../likeness/words.ts';
import { indexedWord } from './indexed-word.ts';
import type { Scope } from './store.ts';

/** Words of one question. */
const MOST = 32;
const PARTS = /(-?)(?:"([^"]*)"|(\S+))/g;

/**
 * What the index is asked for `word`, `begin*`, `"a phrase"` and `-without`: all of them have to hold. Undefined where
 * nothing was asked for. Throws `ToolError` (`invalid_input`) for a question without a word that is wanted.
 */
export function matchOf({ tenant }: Scope, text: string): string | undefined {
  const wanted: string[] = [];
  const unwanted: string[] = [];
  for (const [, minus, phrase, word = ''] of text.matchAll(PARTS)) {
    const words = soughtWordsOf(phrase ?? word).map((one) => indexedWord(tenant, one));
    if (words.length === 0) continue;
    // What one types as a word may be several, such as db-1: they stand side by side, too.
    const begins = phrase === undefined && (word.endsWith('*') || isSingle(words)) ? '*' : '';
    (minus === '' ? wanted : unwanted).push(`"${words.join(' ')}"${begins}`);
  }
  if (wanted.length > 0) {
    const first = wanted.slice(0, MOST).join(' AND ');
    return `{title body} : (${[first, ...unwanted.slice(0, MOST)].join(' NOT ')})`;
  }
  if (text.trim() === '') return undefined;
  throw new ToolError('invalid_input', 'query: holds no word that is looked for.', {
    hint: 'Give a word that has to occur; -word alone finds nothing.',
  });
}

/** One letter of a script without spaces begins longer words in the index. */
function isSingle(words: readonly string[]): boolean {
  const [word = ''] = words;
  return (
    words.length === 1 && [...word.slice(word.indexOf('_') + 1)].length === 1 && /[^\x20-\x7e]/.test(word)
  );
}
