import type { Rarity, Texts } from '../likeness/likeness.ts';
import { lookedUp, MOST_RANKED, rarest, rarityOf } from '../likeness/rarity.ts';
import { gramsOf, wordsOf } from '../likeness/words.ts';
import { indexedGram, indexedWord } from '../rules/indexed-word.ts';
import { allowedProject } from '../rules/project.ts';
import { type Candidate, MOST_COMPARED, ranked } from '../rules/ranked.ts';
import type { Draft } from '../tracker/change.ts';
import type { Similar } from '../tracker/query.ts';
import { BRIEF, REACHED } from './brief.ts';
import type { Scope } from './store.ts';
import { OF_TENANT, quote, WEIGHTS } from './text-index.ts';

/** What there is about the same matter, and how more of it is compared. */
export interface Found {
  similar: Similar[];
  rarity: Rarity;
}

/**
 * Tickets that may be about the same, best first. The index is asked three times, by the rarest words of the title, by
 * those of the text, and by what is rarest in words of the title that no ticket has, which finds other spellings; what
 * comes is compared whole.
 */
export async function similarTickets(
  scope: Scope,
  { title, body, project }: Pick<Draft, 'title' | 'body' | 'project'>,
  limit: number,
): Promise<Found> {
  const { tenant, rules, now } = scope;
  const projects = project === undefined ? rules.projects : [allowedProject(rules, project)];
  const [titled, words] = [wordsOf(title), wordsOf(body)];
  const word = (one: string) => indexedWord(tenant, one);
  const counts = await count(scope, 'texts', [...lookedUp(titled.map(word)), ...lookedUp(words.map(word))]);
  const unknown = lookedUp(titled).filter((one) => counts.get(word(one)) === 0);
  const grams = lookedUp(gramsOf(unknown).map((gram) => indexedGram(tenant, gram)));
  const gramCounts = await count(scope, 'grams', grams);
  const tickets = await ticketsOf(scope);
  const found = new Map<number, Candidate>();
  for (const [column, terms, of] of [
    ['texts', titled.map(word), counts],
    ['texts', words.map(word), counts],
    ['grams', grams, gramCounts],
  ] as const) {
    const asked = rarest(terms, of).map((term) => ({ term, weight: tickets / (1 + (of.get(term) ?? 0)) }));
    for (const row of await candidates(scope, projects, column, asked)) found.set(row.row, row);
  }
  const rarity = rarityOf([...titled, ...words], tickets, (one) => counts.get(word(one)));
  return { similar: ranked({ title, body }, found.values(), { now, rarity, limit }), rarity };
}

interface Between {
  project: string;
  after: number;
  before: number;
  rarity: Rarity;
  limit: number;
}

/** The same for all tickets of a project that were made between those with two numbers. */
export async function similarAmongNew(
  { all, tenant, now }: Scope,
  texts: Texts,
  { project, after, before, rarity, limit }: Between,
): Promise<Similar[]> {
  const rows = await all<Candidate>(
    `SELECT ${BRIEF}, t.body FROM ticket t WHERE ${REACHED} AND t.number > $3 AND t.number < $4`,
    ...[tenant, [project], after, before],
  );
  return ranked(texts, rows, { now, rarity, limit });
}

/**
 * In how many tickets each of these occurs, as far as that matters. One question for each, so that each is planned by
 * itself: the rows that a word is expected in are what an index is chosen by.
 */
async function count(
  { get, tenant }: Scope,
  column: 'texts' | 'grams',
  terms: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (terms.length === 0) return new Map();
  const counts = terms.map(
    (_, at) => `(SELECT count(*) FROM (
       SELECT FROM words w WHERE ${OF_TENANT} AND w.${column} @@ $${at + 3}::tsquery LIMIT $2) found) AS c${at}`,
  );
  const row = await get<Record<string, number>>(
    `SELECT ${counts.join(', ')}`,
    ...[tenant, MOST_RANKED + 1, ...terms.map(quote)],
  );
  return new Map(terms.map((term, at) => [term, row?.[`c${at}`] ?? 0]));
}

async function ticketsOf({ get, tenant }: Scope): Promise<number> {
  const sum = 'SELECT coalesce(sum(last), 0) AS count FROM project WHERE tenant = $1';
  return (await get<{ count: number }>(sum, tenant))?.count ?? 0;
}

async function candidates(
  { all, tenant }: Scope,
  projects: readonly string[],
  column: 'texts' | 'grams',
  asked: readonly { term: string; weight: number }[],
): Promise<Candidate[]> {
  if (asked.length === 0) return [];
  const terms = asked.map(({ term }) => quote(term));
  return all<Candidate>(
    `SELECT ${BRIEF}, t.body FROM words w JOIN ticket t ON t.tenant = w.tenant AND t.row = w.ticket
     WHERE ${REACHED} AND ${OF_TENANT} AND w.${column} @@ $3::tsquery
     ORDER BY (SELECT sum(ln(1 + q.weight) * ts_rank('${WEIGHTS}', w.${column}, q.term::tsquery))
       FROM unnest($4::text[], $5::float8[]) q(term, weight)) DESC, t.row DESC LIMIT $6`,
    ...[tenant, projects, terms.join(' | '), terms, asked.map(({ weight }) => weight), MOST_COMPARED],
  );
}
