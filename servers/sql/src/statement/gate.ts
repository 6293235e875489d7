import { refused } from '../engine/refusals.ts';
import { type Front, firstWord } from './first-word.ts';

/** Characters. Databases take more; no question that is meant to be read does. */
export const LONGEST_STATEMENT = 100_000;

export interface Dialect extends Front {
  /** Words that may begin a statement. */
  begins: readonly string[];
}

/**
 * What is refused before the database sees anything of it, because some statements act while they are
 * prepared, and because text behind a NUL is read by some and not by others. Throws `forbidden`.
 */
export function gate(sql: string, dialect: Dialect): void {
  if (sql.length > LONGEST_STATEMENT) {
    throw refused(`is longer than ${LONGEST_STATEMENT} characters.`, 'Give long lists as parameters.');
  }
  if (sql.includes('\0')) throw refused('contains a NUL character.');
  const word = firstWord(sql, dialect);
  if (word === undefined || !dialect.begins.includes(word)) {
    const list = dialect.begins.join(', ');
    const hint = INSTEAD.find(([words]) => words.test(word ?? ''))?.[1];
    throw refused(`begins with ${word ?? 'no word'}; a question begins with one of ${list}.`, hint);
  }
}

/** What has tools of its own. */
const INSTEAD: readonly [RegExp, string][] = [
  [/^(?:PRAGMA|SHOW|DESC|DESCRIBE)$/, 'search_catalog says what there is.'],
  [/^(?:EXPLAIN|ANALYZE|ANALYSE)$/, 'Give explain the statement alone.'],
];
