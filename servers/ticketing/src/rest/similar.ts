import { likeness } from '../likeness/likeness.ts';
import { rarityAmong } from '../likeness/rarity-among.ts';
import { tellingWords } from '../likeness/telling-words.ts';
import type { Draft } from '../tracker/change.ts';
import type { Similar } from '../tracker/query.ts';
import type { Doing } from '../tracker/tracker.ts';
import type { RestDesk } from './desk.ts';
import { textAt } from './json-path.ts';
import type { Listed } from './list-by-change.ts';
import type { Listing } from './listing.ts';
import type { Search } from './profile-lists.ts';
import type { Project } from './projects.ts';
import { listed } from './search.ts';
import { walk } from './steps.ts';

/** Words that the search is asked for. */
const MOST_WORDS = 5;
/** Tickets of each kind that are compared. */
const MOST_FOUND = 50;
/** Of those whose titles are like it, so many are looked at whole, where a list has no texts. */
const MOST_READ = 5;
const LIKE_TITLE = 0.5;

/**
 * Tickets that may be about the same, best first: the tracker's search finds those with any of the words that say most,
 * and its list those that changed last, which a search may learn of late. What comes is compared here.
 */
export async function similarTickets(
  desk: RestDesk,
  project: Project,
  draft: Pick<Draft, 'title' | 'body'>,
  { limit, signal }: { limit: number } & Doing,
): Promise<Similar[]> {
  const { search } = desk.profile;
  if (search === undefined) return [];
  const all: Listing = { project, statuses: undefined, query: {}, since: undefined };
  const words = tellingWords(draft, MOST_WORDS);
  const sought = { wanted: words, unwanted: [], any: true };
  const page = { limit: MOST_FOUND, signal };
  const [newest, withWords] = await Promise.all([
    listed(desk, search, all, undefined, page),
    words.length === 0 || !hasWords(search) ? { items: [] } : listed(desk, search, all, sought, page),
  ]);
  const found = new Map([...newest.items, ...withWords.items].map((one) => [one.brief.id, one]));
  return ranked(desk, project, draft, [...found.values()], { limit, signal });
}

function hasWords({ words, conditions }: Search): boolean {
  return words !== undefined || conditions.word !== undefined;
}

async function ranked(
  desk: RestDesk,
  project: Project,
  draft: Pick<Draft, 'title' | 'body'>,
  found: readonly Listed[],
  { limit, signal }: { limit: number } & Doing,
): Promise<Similar[]> {
  const { read, steps } = desk.profile.fields.body;
  const texts = found.map(({ brief, data }) => ({
    brief,
    title: brief.title,
    body: (read === undefined ? undefined : textAt(data, read)) ?? '',
  }));
  const rarity = rarityAmong(texts);
  const scored = texts.map((one) => ({ ...one, score: likeness(draft, one, rarity) })).sort(byScore);
  if (steps !== undefined) {
    for (const one of scored.slice(0, MOST_READ).filter(({ score }) => score >= LIKE_TITLE)) {
      const number = one.brief.id.slice(one.brief.id.lastIndexOf('-') + 1);
      one.body = (await walk(desk, steps, { project, number }, { signal })) ?? '';
      one.score = likeness(draft, one, rarity);
    }
  }
  return scored
    .filter(({ score }) => score > 0)
    .sort(byScore)
    .slice(0, limit)
    .map(({ brief, score }) => ({ ticket: brief, score }));
}

function byScore(a: { score: number }, b: { score: number }): number {
  return b.score - a.score;
}
