import type { Page, Query, Wanted } from '../tracker/query.ts';
import type { Doing } from '../tracker/tracker.ts';
import { aborted, type GithubDesk, PAGE } from './desk.ts';
import { type Issue, isOf, secondOf } from './issue.ts';
import type { Repository } from './repository.ts';

/** Requests of one list: a repository can have many pull requests, which are left out. */
const MOST_REQUESTS = 10;

type Listing = Pick<Query, 'labels' | 'assignee' | 'ready' | 'updatedSince'> & {
  state: 'open' | 'closed' | 'all';
};

/** Where a list goes on: on which page the last one stood, its second, and which issues of that second were shown. */
interface Place {
  page: number;
  second: number;
  shown: readonly number[];
}

/**
 * Last changed first. GitHub counts pages, and what changes moves all that stands behind it: so a page begins again where
 * the last one ended, by the time, and before that where something was taken out.
 */
export async function listByChange(
  desk: GithubDesk,
  repository: Repository,
  listing: Listing,
  { limit, after, signal }: Wanted & Doing,
): Promise<Page<Issue>> {
  const place = placeIn(after);
  const pages = new Pages((page) => issuesOf(desk, repository, listing, page, signal));
  const items: { issue: Issue; page: number }[] = [];
  let page = await startOf(pages, place);
  let isEnd = false;
  for (; !isEnd && items.length <= limit && pages.asked < MOST_REQUESTS; page += 1) {
    const issues = await pages.at(page);
    for (const issue of issues) {
      if (isBehind(place, issue) && isOf(repository, issue) && isReady(listing, issue))
        items.push({ issue, page });
    }
    isEnd = issues.length < PAGE;
  }
  const shown = items.slice(0, limit);
  const isMore = items.length > limit || !isEnd;
  return {
    items: shown.map(({ issue }) => issue),
    ...(isMore ? { next: placeText(shown, place, page) } : {}),
    ...(isMore || after !== undefined ? {} : { total: shown.length }),
  };
}

/** Pages that were read in this call, each once. */
class Pages {
  readonly #read: (page: number) => Promise<readonly Issue[]>;
  readonly #known = new Map<number, readonly Issue[]>();

  constructor(read: (page: number) => Promise<readonly Issue[]>) {
    this.#read = read;
  }

  get asked(): number {
    return this.#known.size;
  }

  async at(page: number): Promise<readonly Issue[]> {
    const issues = this.#known.get(page) ?? (await this.#read(page));
    this.#known.set(page, issues);
    return issues;
  }
}

/** Nothing that was shown on the page any more: what followed it has moved to one before. */
async function startOf(pages: Pages, { page, second }: Place): Promise<number> {
  let start = page;
  while (start > 1 && pages.asked < MOST_REQUESTS / 2) {
    const [first] = await pages.at(start);
    if (first !== undefined && secondOf(first.updated_at) > second) break;
    start -= 1;
  }
  return start;
}

function isBehind({ second, shown }: Place, { updated_at, number }: Issue): boolean {
  const at = secondOf(updated_at);
  return at < second || (at === second && !shown.includes(number));
}

/** Nothing that blocks it is left to do, where the organisation uses dependencies. */
export function isReady(
  { ready = false }: Pick<Query, 'ready'>,
  { issue_dependencies_summary: blocked }: Issue,
): boolean {
  return !ready || (blocked?.blocked_by ?? 0) === 0;
}

async function issuesOf(
  desk: GithubDesk,
  repository: Repository,
  { state, labels = [], assignee, ready = false, updatedSince }: Listing,
  page: number,
  signal: AbortSignal | undefined,
): Promise<readonly Issue[]> {
  const { data } = await desk.ask(repository, undefined, (octokit, at) =>
    octokit.rest.issues.listForRepo({
      ...at,
      state,
      ...(labels.length === 0 ? {} : { labels: labels.join(',') }),
      ...(ready ? { assignee: 'none' } : assignee === undefined ? {} : { assignee }),
      ...(updatedSince === undefined ? {} : { since: new Date(updatedSince).toISOString() }),
      ...({ sort: 'updated', direction: 'desc', per_page: PAGE, page } as const),
      ...aborted(signal),
    }),
  );
  return data;
}

function placeIn(after: string | undefined): Place {
  const [page, second, ...shown] = (after ?? '').split('.').map(Number);
  if (after === undefined || page === undefined || second === undefined) {
    return { page: 1, second: Number.POSITIVE_INFINITY, shown: [] };
  }
  return { page, second, shown };
}

/** Where nothing was shown at all, the pages that were read hold nothing that is wanted. */
function placeText(shown: readonly { issue: Issue; page: number }[], before: Place, read: number): string {
  const last = shown.at(-1);
  if (last === undefined) return [read, before.second, ...before.shown].join('.');
  const second = secondOf(last.issue.updated_at);
  const now = shown
    .filter(({ issue }) => secondOf(issue.updated_at) === second)
    .map(({ issue }) => issue.number);
  return [last.page, second, ...(second === before.second ? before.shown : []), ...now].join('.');
}
