import { wordsOf } from '../likeness/words.ts';
import { type Sought, soughtIn } from '../remote/sought.ts';
import type { Page, Query, Wanted } from '../tracker/query.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Brief } from '../tracker/ticket.ts';
import type { Doing } from '../tracker/tracker.ts';
import { idsIn } from './conditions.ts';
import type { RestDesk } from './desk.ts';
import { readField } from './fields.ts';
import { textAt } from './json-path.ts';
import { type Listed, listByChange } from './list-by-change.ts';
import { conditionsOf, type Listing, listingOf } from './listing.ts';
import type { Search } from './profile-lists.ts';
import type { Query as Parameters } from './profile-parts.ts';
import type { Project } from './projects.ts';
import { filled } from './template.ts';
import { workflowOf } from './workflow.ts';

/** Words of one question. */
const MOST_WORDS = 12;

/** One project after the other, where there are several: cursors begin with which. */
export async function searchTickets(
  desk: RestDesk,
  who: Who,
  query: Query,
  { limit, after, signal }: Wanted & Doing,
): Promise<Page<Brief>> {
  const { search } = desk.profile;
  if (search === undefined || !desk.isFor(who)) return { items: [], total: 0 };
  const names = query.project === undefined ? desk.projects.names : [query.project];
  const [, start = '0', inner] = /^(\d{1,3}):(.*)$/.exec(after ?? '') ?? [];
  const name = names[Number(start)];
  if (name === undefined) return { items: [] };
  const project = await desk.projects.named(who, name);
  const listing = listingOf(query, project, await workflowOf(desk, project, { signal }));
  if (listing === undefined) return { items: [], total: 0 };
  const sought = query.text?.trim() ? soughtIn(query.text, MOST_WORDS) : undefined;
  const found = await listed(desk, search, listing, sought, { limit, after: inner || undefined, signal });
  const isLast = Number(start) + 1 >= names.length;
  const next =
    found.next === undefined ? (isLast ? undefined : [Number(start) + 1, '']) : [start, found.next];
  return {
    items: found.items.map(({ brief }) => brief),
    ...(next === undefined ? {} : { next: next.join(':') }),
    ...(found.total === undefined || names.length > 1 ? {} : { total: found.total }),
  };
}

/** Tickets of one project; `any` where one of the words is enough. */
export async function listed(
  desk: RestDesk,
  search: Search,
  listing: Listing,
  sought: (Sought & { any?: boolean }) | undefined,
  wanted: Wanted & Doing,
): Promise<Page<Listed>> {
  const ids = sought === undefined ? undefined : await idsOf(desk, search, listing.project, sought, wanted);
  if (ids?.length === 0) return { items: [], total: 0 };
  return listByChange(
    desk,
    search,
    {
      project: listing.project,
      query: async (until) => {
        const conditions = await conditionsOf(desk, search, listing, until, wanted);
        if (sought?.any === true) conditions.addAny('word', sought.wanted);
        else for (const value of sought?.wanted ?? []) conditions.add('word', { value });
        for (const value of sought?.unwanted ?? []) conditions.add('without', { value });
        return { ...conditions.query, ...(ids === undefined ? {} : withIds(search, ids)) };
      },
      isMeant: (one) => isMeant(desk, listing, one) && hasWords(desk, sought, one),
    },
    wanted,
  );
}

/** What a search of its own for words finds; undefined where words are conditions like others. */
async function idsOf(
  desk: RestDesk,
  { words }: Search,
  project: Project,
  { wanted, any = false }: Sought & { any?: boolean },
  { signal }: Doing,
): Promise<string[] | undefined> {
  if (words === undefined) return undefined;
  const { data } = await desk.ask(words.request, {
    project: project.name,
    values: { project: project.name, projectId: project.id, words: typed(wanted) },
    query: any ? words.any : words.all,
    signal,
  });
  return idsIn(words, data);
}

function withIds({ words }: Search, ids: readonly string[]): Parameters {
  const put = Object.entries(words?.ids ?? {}).map(([name, texts]) => [
    name,
    [texts].flat().map((text) => filled(text, { values: ids.join(words?.separator) })),
  ]);
  return Object.fromEntries(put);
}

/** A tracker may leave out a condition, or not know it. */
function isMeant(
  { profile }: RestDesk,
  { statuses, query, since }: Listing,
  { brief, data }: Listed,
): boolean {
  const [assignee] = brief.assignees;
  const said = (name: 'priority' | 'type') => readField(profile, name, data);
  return (
    (statuses === undefined || statuses.includes(brief.status)) &&
    (query.priority === undefined || said('priority') === query.priority) &&
    (query.type === undefined || said('type') === query.type) &&
    (query.assignee === undefined || assignee?.toLowerCase() === query.assignee.toLowerCase()) &&
    (query.ready !== true || assignee === undefined) &&
    (since === undefined || brief.updated >= since)
  );
}

/** Where the list has the texts, the words are looked for in them too: trackers take more for a match than is meant. */
function hasWords(
  { profile }: RestDesk,
  sought: (Sought & { any?: boolean }) | undefined,
  { brief, data }: Listed,
): boolean {
  const { read } = profile.fields.body;
  if (sought === undefined || sought.any === true || read === undefined) return true;
  const text = wordsOf(`${brief.title}\n${textAt(data, read) ?? ''}`).join(' ');
  const has = (words: string) => text.includes(wordsOf(words).join(' '));
  return sought.wanted.every(has) && !sought.unwanted.some(has);
}

/** For a search that takes words as people type them. Nothing ends the quotes of a phrase from inside. */
export function typed(words: readonly string[]): string {
  return words.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(' ');
}
