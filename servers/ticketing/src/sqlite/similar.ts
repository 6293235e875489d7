import type { Draft } from '../tracker/change.ts';
import type { Similar } from '../tracker/query.ts';
import { BRIEF, type BriefRow, briefOf, REACHED, reach } from './brief.ts';
import { projectOf } from './create.ts';
import { likeness } from './likeness.ts';
import type { Scope } from './store.ts';
import { frequencyOf } from './text-index.ts';
import { gramsOf, indexedGram, indexedWord, wordsOf } from './words.ts';

/** Words or grams that the index is asked for at once: each costs as much as there are tickets with it. */
const MOST_TERMS = 6;
/** Words of a text that are weighed. */
const MOST_WEIGHED = 200;
/** Tickets that are compared, of each question to the index. */
const MOST_COMPARED = 20;

interface Candidate extends BriefRow {
  body: string;
}

/**
 * Tickets that may be about the same, best first. The index is asked three times, by the rarest words of the title, by
 * those of the text, and by the rarest grams of the title, which finds other spellings; what comes is compared whole.
 */
export function similarTickets(
  scope: Scope,
  { title, body, project }: Pick<Draft, 'title' | 'body' | 'project'>,
  limit: number,
): Similar[] {
  const of = project === undefined ? scope : inProject(scope, project);
  const titled = wordsOf(title);
  const word = (one: string) => indexedWord(scope.tenant, one);
  const gram = (one: string) => indexedGram(scope.tenant, one);
  const found = new Map<number, Candidate>();
  const questions = [
    ['{title body}', titled.map(word)],
    ['{title body}', wordsOf(body).map(word)],
    ['grams', gramsOf(titled).map(gram)],
  ] as const;
  for (const [columns, terms] of questions) {
    for (const row of candidates(of, columns, rarest(scope, terms))) found.set(row.row, row);
  }
  const rarity = rarityIn(scope);
  return [...found.values()]
    .map((row) => ({ ticket: briefOf(row, scope.now), score: likeness({ title, body }, row, rarity) }))
    .sort((a, b) => b.score - a.score || (a.ticket.id < b.ticket.id ? -1 : 1))
    .slice(0, limit);
}

function inProject(scope: Scope, project: string): Scope {
  return { ...scope, rules: { ...scope.rules, projects: [projectOf(scope, project)] } };
}

/** Terms that no ticket has ask for nothing. */
function rarest(scope: Scope, terms: readonly string[]): string[] {
  return [...new Set(terms)]
    .slice(0, MOST_WEIGHED)
    .map((term) => ({ term, count: frequencyOf(scope, term) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.count - b.count)
    .slice(0, MOST_TERMS)
    .map(({ term }) => term);
}

function candidates(scope: Scope, columns: string, terms: readonly string[]): Candidate[] {
  if (terms.length === 0) return [];
  const match = `${columns} : (${terms.map((term) => `"${term}"`).join(' OR ')})`;
  return scope.all<Candidate>(
    `SELECT ${BRIEF}, t.body FROM words JOIN ticket t ON t.row = words.rowid
     WHERE words MATCH ? AND ${REACHED} ORDER BY bm25(words, 8, 1, 4), t.row DESC LIMIT ?`,
    match,
    ...reach(scope),
    MOST_COMPARED,
  );
}

/** How much a word says: the rarer it is among the tickets of the tenant, the more. */
function rarityIn(scope: Scope): (word: string) => number {
  const { count } = scope.get<{ count: number }>(
    'SELECT coalesce(sum(last), 0) AS count FROM project WHERE tenant = ?',
    scope.tenant,
  ) ?? { count: 0 };
  const known = new Map<string, number>();
  return (word) => {
    const weight =
      known.get(word) ??
      Math.log(1 + (count + 1) / (1 + frequencyOf(scope, indexedWord(scope.tenant, word))));
    known.set(word, weight);
    return weight;
  };
}
