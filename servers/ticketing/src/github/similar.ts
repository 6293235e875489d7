import { likeness } from '../likeness/likeness.ts';
import { rarityAmong } from '../likeness/rarity-among.ts';
import { tellingWords } from '../likeness/telling-words.ts';
import type { Draft } from '../tracker/change.ts';
import type { Similar } from '../tracker/query.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Doing } from '../tracker/tracker.ts';
import { aborted, type GithubDesk, PAGE } from './desk.ts';
import { bodyOf, briefOf, type Issue, isOf } from './issue.ts';
import type { Repository } from './repository.ts';

/** Words that the search is asked for: it takes five `OR`s. */
const MOST_WORDS = 6;
/** Results of the search that are compared. */
const MOST_FOUND = 50;

/**
 * Issues that may be about the same, open or closed, best first. GitHub's search finds old ones by any of the words that
 * say most; the newest ones are read from the list, because the search learns of them late. What comes is compared here.
 */
export async function similarTickets(
  desk: GithubDesk,
  who: Who,
  draft: Pick<Draft, 'title' | 'body' | 'project'>,
  { limit, signal }: { limit: number } & Doing,
): Promise<Similar[]> {
  const repository = desk.repository(who, draft.project);
  const sources = await Promise.all([
    newest(desk, repository, signal),
    withWords(desk, repository, draft, signal),
  ]);
  const issues = new Map(sources.flat().map((issue) => [issue.number, issue]));
  const found = [...issues.values()].filter((issue) => isOf(repository, issue));
  const rarity = rarityAmong(found.map((issue) => ({ title: issue.title, body: bodyOf(issue) })));
  return found
    .map((issue) => ({
      ticket: briefOf(repository, issue),
      score: likeness(draft, { title: issue.title, body: bodyOf(issue) }, rarity),
      number: issue.number,
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || b.number - a.number)
    .slice(0, limit)
    .map(({ ticket, score }) => ({ ticket, score }));
}

async function newest(
  desk: GithubDesk,
  repository: Repository,
  signal: AbortSignal | undefined,
): Promise<readonly Issue[]> {
  const { data } = await desk.ask(repository, undefined, (octokit, at) =>
    octokit.rest.issues.listForRepo({
      ...at,
      ...({ state: 'all', sort: 'created', direction: 'desc', per_page: PAGE } as const),
      ...aborted(signal),
    }),
  );
  return data;
}

async function withWords(
  desk: GithubDesk,
  repository: Repository,
  draft: Pick<Draft, 'title' | 'body'>,
  signal: AbortSignal | undefined,
): Promise<readonly Issue[]> {
  const words = tellingWords(draft, MOST_WORDS);
  if (words.length === 0) return [];
  const any = words.map((word) => `"${word}"`).join(' OR ');
  const q = `(${any}) in:title,body is:issue repo:${repository.owner}/${repository.name}`;
  const { data } = await desk.ask(repository, undefined, (octokit) =>
    octokit.rest.search.issuesAndPullRequests({ q, per_page: MOST_FOUND, ...aborted(signal) }),
  );
  return data.items;
}
