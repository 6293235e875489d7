import type { Texts } from '../likeness/likeness.ts';
import { gramsOf, wordsOf } from '../likeness/words.ts';
import { indexedGram, indexedWord } from '../rules/indexed-word.ts';
import type { Scope } from './store.ts';

/** Puts a new ticket into the index of words. */
export function addToIndex(scope: Scope, row: number, { title, body }: Texts): void {
  const titled = wordsOf(title);
  const words = (of: readonly string[]) => of.map((word) => indexedWord(scope.tenant, word)).join(' ');
  const grams = gramsOf(titled).map((gram) => indexedGram(scope.tenant, gram));
  scope.run(
    'INSERT INTO words(rowid, title, body, grams) VALUES (?, ?, ?, ?)',
    row,
    words(titled),
    words(wordsOf(body)),
    grams.join(' '),
  );
}

/** The same, for one that has other texts now. */
export function replaceInIndex(scope: Scope, row: number, texts: Texts): void {
  scope.run('DELETE FROM words WHERE rowid = ?', row);
  addToIndex(scope, row, texts);
}

/** In how many tickets a word or gram of the index occurs. */
export function frequencyOf(scope: Scope, indexed: string): number {
  return scope.get<{ doc: number }>('SELECT doc FROM vocabulary WHERE term = ?', indexed)?.doc ?? 0;
}
