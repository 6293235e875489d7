import type { Page, Wanted } from '../tracker/query.ts';
import { badValue } from '../tracker/refusals.ts';
import type { Who } from '../tracker/tenant.ts';
import type { HistoryEntry } from '../tracker/ticket.ts';
import type { Doing } from '../tracker/tracker.ts';
import { aborted, type GithubDesk, PAGE } from './desk.ts';
import { type Event, entryOf } from './event.ts';
import { type Issue, secondOf, timeText } from './issue.ts';
import { type Leaf, lastPage, newestFirst, pageFrom } from './newest-first.ts';
import { personOf } from './person.ts';
import type { Place } from './repository.ts';

/**
 * Newest first; pages begin behind a place, from 1. GitHub tells nothing of how a ticket was made, which is added in
 * front, nor of a changed text, which is in no list.
 */
export async function historyOf(
  desk: GithubDesk,
  who: Who,
  id: string,
  { limit, after, signal }: Wanted & Doing,
): Promise<Page<HistoryEntry>> {
  const place = desk.place(who, id);
  const issue = await desk.issue(place, { signal }, id);
  const before = after === undefined ? Number.POSITIVE_INFINITY : placeIn(after);
  const found = await newestFirst<Event>(
    {
      from: after === undefined ? 1 : Math.max(1, Math.ceil((before - 2) / PAGE)),
      isBounded: after !== undefined,
      read: (page) => eventsOf(desk, place, page, signal),
      isWanted: (event, at) => at + 1 < before && event.event !== 'opened',
    },
    { limit },
  );
  const { items, next, ...more } = pageFrom(
    found,
    ({ item, place: at }) => entryOf(item, at + 1),
    ({ place: at }) => String(at + 1),
  );
  const total = more.total === undefined ? {} : { total: more.total + 1 };
  if (next !== undefined) return { items, next, ...total };
  if (before <= 1) return { items: [], ...total };
  const last = items.at(-1);
  if (items.length >= limit && last !== undefined) return { items, next: last.rev, ...total };
  return { items: [...items, creationOf(issue)], ...total };
}

/** What happened from a second on, oldest first: at most the last page of it. */
export async function eventsSince(
  desk: GithubDesk,
  place: Place,
  second: number,
  { signal }: Doing,
): Promise<HistoryEntry[]> {
  const { found } = await newestFirst<Event>(
    {
      from: 1,
      read: (page) => eventsOf(desk, place, page, signal),
      isWanted: ({ created_at, event }) =>
        event !== 'opened' && created_at !== undefined && secondOf(created_at) >= second,
    },
    { limit: PAGE },
  );
  return found.map(({ item, place: at }) => entryOf(item, at + 1)).reverse();
}

async function eventsOf(
  desk: GithubDesk,
  { repository, number }: Place,
  page: number,
  signal?: AbortSignal,
): Promise<Leaf<Event>> {
  const { data, headers } = await desk.ask(repository, undefined, (octokit, at) =>
    octokit.rest.issues.listEventsForTimeline({
      ...at,
      ...{ issue_number: number, per_page: PAGE, page },
      ...aborted(signal),
    }),
  );
  return { items: data as readonly Event[], last: lastPage(headers.link, page) };
}

function placeIn(after: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(after)) throw badValue('cursor', after, []);
  return Number(after);
}

function creationOf({ created_at, user, author_association }: Issue): HistoryEntry {
  const by = personOf(user, author_association);
  return { rev: '1', at: timeText(created_at), by, what: 'created', changed: [] };
}
