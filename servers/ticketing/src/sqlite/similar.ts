import { likeness } from '../likeness/likeness.ts';
import { gramsOf, wordsOf } from '../likeness/words.ts';
import type { Draft } from '../tracker/change.ts';
import type { Similar } from '../tracker/query.ts';
import { BRIEF, type BriefRow, briefOf, REACHED, reach } from './brief.ts';
import { indexedGram, indexedWord } from './indexed-word.ts';
import { projectOf } from './project.ts';
import { Rarities } from './rarities.ts';
import type { Scope } from './store.ts';

/** Tickets that are compared, of each question to the index. */
const MOST_COMPARED = 20;

interface Candidate extends BriefRow {
  body: string;
}

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
  const words = wordsOf(body);
  const titled = wordsOf(title);
  const word = (one: string) => indexedWord(scope.tenant, one);
  const gram = (one: string) => indexedGram(scope.tenant, one);
  const rarities = new Rarities(scope);
  const found = new Map<number, Candidate>();
  const questions = [
    ['{title body}', titled.map(word)],
    ['{title body}', words.map(word)],
    ['grams', gramsOf(rarities.unknown(titled)).map(gram)],
  ] as const;
  for (const [columns, terms] of questions) {
    for (const row of candidates(of, columns, rarities.rarest(terms))) found.set(row.row, row);
  }
  const rarity = rarities.of([...titled, ...words]);
  return [...found.values()]
    .map((row) => ({ ticket: briefOf(row, scope.now), score: likeness({ title, body }, row, rarity) }))
    .sort((a, b) => b.score - a.score || (a.ticket.id < b.ticket.id ? -1 : 1))
    .slice(0, limit);
}

function inProject(scope: Scope, project: string): Scope {
  return { ...scope, rules: { ...scope.rules, projects: [projectOf(scope, project)] } };
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
