import type { Texts } from '../likeness/likeness.ts';
import { gramsOf, wordsOf } from '../likeness/words.ts';
import { indexedGram, indexedWord } from '../rules/indexed-word.ts';
import type { Phrase, Sought } from '../rules/sought.ts';
import type { Scope } from './store.ts';

/** Weights of what words are of: https://www.postgresql.org/docs/current/textsearch-controls.html#TEXTSEARCH-RANKING */
export const WEIGHTS = '{0.125, 0, 0, 1}';
const TITLE = 'A';
const BODY = 'D';
/** Characters of the words of one ticket that are kept: PostgreSQL takes a megabyte. */
const MOST = 300_000;

/**
 * Words `w` of the tenant `$1`. Each word has the number of its tenant in it, and an index of words is what finds it: the
 * sum keeps PostgreSQL from gathering all tickets of the tenant first.
 */
export const OF_TENANT = 'w.tenant + 0 = $1';

/** For a ticket that has other texts now. */
export async function replaceInIndex({ run, tenant }: Scope, row: number, texts: Texts): Promise<void> {
  await run(
    'UPDATE words SET texts = $3::tsvector, grams = $4::tsvector WHERE tenant = $1 AND ticket = $2',
    ...[tenant, row, ...vectorsOf(tenant, texts)],
  );
}

/** What the index is asked for a text that somebody looks for. */
export function queryOf(tenant: Scope['tenant'], { wanted, unwanted }: Sought): string {
  const term = ({ words, begins }: Phrase) =>
    `(${words.map((word) => quote(indexedWord(tenant, word))).join(' <-> ')}${begins ? ':*' : ''})`;
  return [...wanted.map(term), ...unwanted.map((phrase) => `!${term(phrase)}`)].join(' & ');
}

/** Words and grams are letters, numbers and marks. */
export function quote(term: string): string {
  return `'${term}'`;
}

/** What the index keeps of a ticket. Words are cut here as everywhere: PostgreSQL's own dictionaries know no accents. */
export function vectorsOf(tenant: Scope['tenant'], { title, body }: Texts): [texts: string, grams: string] {
  const titled = wordsOf(title);
  const places = new Map<string, string[]>();
  let length = 0;
  const put = (words: readonly string[], from: number, weight: string) => {
    for (const [at, word] of words.entries()) {
      length += word.length;
      if (length > MOST) return;
      const term = indexedWord(tenant, word);
      const place = `${from + at}${weight}`;
      const known = places.get(term);
      if (known === undefined) places.set(term, [place]);
      else known.push(place);
    }
  };
  put(titled, 1, TITLE);
  // A phrase does not begin in the title and end in the body.
  put(wordsOf(body), titled.length + 2, BODY);
  const texts = [...places].map(([term, all]) => `${quote(term)}:${all.join(',')}`).join(' ');
  const grams = [...new Set(gramsOf(titled))].map((gram) => quote(indexedGram(tenant, gram))).join(' ');
  return [texts, grams];
}
