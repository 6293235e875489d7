import type { Page, Query, Wanted } from '../tracker/query.ts';
import { badValue } from '../tracker/refusals.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Brief } from '../tracker/ticket.ts';
import type { Doing } from '../tracker/tracker.ts';
import { kindOf } from '../tracker/workflow.ts';
import { aborted, type GithubDesk } from './desk.ts';
import { briefOf, type Issue, isOf } from './issue.ts';
import { isReady, listByChange } from './list.ts';
import type { Repository } from './repository.ts';
import { repositoryOf } from './repository.ts';
import { searchText } from './search-text.ts';
import { GITHUB_WORKFLOW } from './workflow.ts';

/** Results of one search that GitHub gives, however many there are. */
const MOST_FOUND = 1000;

export type State = 'open' | 'closed' | 'all';

/** One repository after the other, where there are several: cursors begin with which. */
export async function searchTickets(
  desk: GithubDesk,
  who: Who,
  query: Query,
  { limit, after, signal }: Wanted & Doing,
): Promise<Page<Brief>> {
  if (!desk.isFor(who)) return { items: [], total: 0 };
  const state = stateOf(query);
  const repositories =
    query.project === undefined ? desk.repositories : [repositoryOf(desk.repositories, query.project)];
  if (state === undefined) return { items: [], total: 0 };
  const [, start = '0', inner] = /^(\d{1,3}):(.*)$/.exec(after ?? '') ?? [];
  const repository = repositories[Number(start)];
  if (repository === undefined) return { items: [] };
  const wanted = { limit, after: inner || undefined, signal };
  const found = await (query.text?.trim()
    ? byWords(desk, repository, searchText(repository, query, state), wanted)
    : listByChange(desk, repository, { ...query, state }, wanted));
  const items = found.items
    .filter((issue) => isReady(query, issue))
    .map((issue) => {
      const brief = briefOf(repository, issue);
      desk.shown.keep(brief.id, brief.rev, issue);
      return brief;
    });
  const isLast = Number(start) + 1 >= repositories.length;
  const next =
    found.next === undefined ? (isLast ? undefined : [Number(start) + 1, '']) : [start, found.next];
  return {
    items,
    ...(next === undefined ? {} : { next: next.join(':') }),
    ...(found.total === undefined || repositories.length > 1 || query.ready === true
      ? {}
      : { total: found.total }),
  };
}

/** Best first. Its index is some seconds behind, and every result is looked at: it need not be of the repository. */
async function byWords(
  desk: GithubDesk,
  repository: Repository,
  q: string,
  { limit, after, signal }: Wanted & Doing,
): Promise<Page<Issue>> {
  const page = Number(after ?? 1);
  const { data } = await desk.ask(repository, undefined, (octokit) =>
    octokit.rest.search.issuesAndPullRequests({ q, per_page: limit, page, ...aborted(signal) }),
  );
  const items = data.items.filter((issue) => isOf(repository, issue));
  const isMore = page * limit < Math.min(data.total_count, MOST_FOUND) && data.items.length > 0;
  const isExact = !data.incomplete_results && items.length === data.items.length;
  return {
    items,
    ...(isMore ? { next: String(page + 1) } : {}),
    ...(isExact ? { total: data.total_count } : {}),
  };
}

/** Undefined where no ticket can be meant. Throws `ToolError` (`invalid_input`) for what GitHub has not. */
function stateOf(query: Query): State | undefined {
  const { status = [], kind, priority, type, parent, ready = false, assignee, labels = [] } = query;
  const names = GITHUB_WORKFLOW.statuses.map(({ name }) => name);
  for (const one of status) if (!names.includes(one)) throw badValue('status', one, names);
  for (const [field, value] of Object.entries({ priority, type, parent })) {
    if (value !== undefined) throw badValue(field, value, []);
  }
  const joined = labels.find((label) => label.includes(','));
  // GitHub takes it for two labels, and finds what has both.
  if (joined !== undefined) throw badValue('labels', joined, []);
  if (ready && assignee !== undefined) return undefined;
  const meant = names
    .filter((name) => status.length === 0 || status.includes(name))
    .filter((name) => kind === undefined || kindOf(GITHUB_WORKFLOW, name) === kind)
    .filter((name) => !ready || name === GITHUB_WORKFLOW.initial);
  return meant.length === names.length ? 'all' : (meant[0] as State | undefined);
}
