import { WORD, wordsOf } from './searchable.ts';

/** Words that have to follow each other. */
export interface Term {
  /** As `searchable` leaves them; at least one. */
  words: string[];
  /** The last word is only the beginning of one. */
  prefix: boolean;
}

export interface Query {
  /** All of these have to be in a note. */
  all: Term[];
  /** None of these may be. */
  none: Term[];
  /** The first parts of the query that nothing was looked for with, as they were written; `…` for a cut end. */
  ignored: string[];
}

/** UTF-16 units of a query, and terms of it, that are looked at. */
const MAX_QUERY = 1_000;
const MAX_TERMS = 32;
const MAX_IGNORED = 10;
/** Characters of a prefix: with one, half of all words would be looked through. */
const MIN_PREFIX = 2;

/** A single minus or none, then a phrase in quotes (whose end may be missing) or what has no blank in it. A star may follow. */
const PART = /(?<minus>-(?!-)|)(?:"(?<phrase>[^"]*)(?:"|$)(?<star>\*?)|(?<plain>[^\s"]+))/g;

/**
 * Reads a query: words, all of which are wanted; `"phrases"`; `beginnings*`; `-without`. Everything else is harmless
 * text: there is no query that is wrong. What is joined by punctuation (`foo-bar`, `note.md`) is a phrase.
 */
export function parseQuery(text: string): Query {
  const query: Query = { all: [], none: [], ignored: [] };
  for (const { 0: written, groups = {} } of text.slice(0, MAX_QUERY).matchAll(PART)) {
    const { minus, phrase, plain = '' } = groups;
    const words = wordsOf(phrase ?? plain);
    const last = words.at(-1);
    if (last === undefined || query.all.length + query.none.length >= MAX_TERMS) {
      if (query.ignored.length < MAX_IGNORED) query.ignored.push(written);
      continue;
    }
    const starred = phrase === undefined ? plain.endsWith('*') : groups.star === '*';
    const prefix = starred && (last.length >= MIN_PREFIX || !/^[\0-\x7f]*$/.test(last));
    query[minus === '-' ? 'none' : 'all'].push({ words, prefix });
  }
  if (text.length > MAX_QUERY) query.ignored.push('…');
  return query;
}

/**
 * The query in FTS5's own language: quoted words only, in which nothing has a meaning but the words. `filters`: words
 * that have to be there as well, from `wantedWords`.
 */
export function expressionOf(
  { all, none }: Pick<Query, 'all' | 'none'>,
  filters: readonly string[] = [],
): string {
  const wanted = [...all.map(quoted), ...filters.map((word) => `"${word}"`)].join(' AND ');
  return none.length === 0 ? wanted : `(${wanted}) NOT (${none.map(quoted).join(' OR ')})`;
}

function quoted({ words, prefix }: Term): string {
  const safe = words.flatMap((word) => word.match(WORD) ?? []);
  return `"${safe.join(' ')}"${prefix ? '*' : ''}`;
}
