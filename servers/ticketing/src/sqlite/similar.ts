import { lookedUp, rarest, rarityOf } from '../likeness/rarity.ts';
import { gramsOf, wordsOf } from '../likeness/words.ts';
import { indexedGram, indexedWord } from '../rules/indexed-word.ts';
import { allowedProject } from '../rules/project.ts';
import { type Candidate, MOST_COMPARED, ranked } from '../rules/ranked.ts';
import type { Draft } from '../tracker/change.ts';
import type { Similar } from '../tracker/query.ts';
import { BRIEF, REACHED, reach } from './brief.ts';
import type { Scope } from './store.ts';
import { frequencyOf } from './text-index.ts';

/**
 * Tickets that may be about the same, best first. The index is asked three times, by the rarest words of the title, by
 * those of the text, and by what is rarest in words of the title that no ticket has, which finds other spellings; what
 * comes is compared whole.
 */
export function similarTickets(
  scope: Scope,
  { title, body, project }: Pick<Draft, 'title' | 'body' | 'project'>,
  limit: number,
): Similar[] {
  const of = project === undefined ? scope : inProject(scope, project);
  const [titled, words] = [wordsOf(title), wordsOf(body)];
  const word = (one: string) => indexedWord(scope.tenant, one);
  const gram = (one: string) => indexedGram(scope.tenant, one);
  const counts = new Map<string, number>();
  count(scope, titled.map(word), counts);
  count(scope, words.map(word), counts);
  const unknown = lookedUp(titled).filter((one) => counts.get(word(one)) === 0);
  const grams = gramsOf(unknown).map(gram);
  count(scope, grams, counts);
  const found = new Map<number, Candidate>();
  for (const [columns, terms] of [
    ['{title body}', titled.map(word)],
    ['{title body}', words.map(word)],
    ['grams', grams],
  ] as const) {
    for (const row of candidates(of, columns, rarest(terms, counts))) found.set(row.row, row);
  }
  const rarity = rarityOf([...titled, ...words], ticketsOf(scope), (one) => counts.get(word(one)));
  return ranked({ title, body }, found.values(), { now: scope.now, rarity, limit });
}

/** Looks up how often terms occur that were not looked up yet. */
function count(scope: Scope, terms: readonly string[], counts: Map<string, number>): void {
  for (const term of lookedUp(terms)) {
    if (!counts.has(term)) counts.set(term, frequencyOf(scope, term));
  }
}

function ticketsOf({ get, tenant }: Scope): number {
  const sum = 'SELECT coalesce(sum(last), 0) AS count FROM project WHERE tenant = ?';
  return get<{ count: number }>(sum, tenant)?.count ?? 0;
}

function inProject(scope: Scope, project: string): Scope {
  return { ...scope, rules: { ...scope.rules, projects: [allowedProject(scope.rules, project)] } };
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
