import { stale } from '../tracker/refusals.ts';
import type { HistoryEntry, Rev } from '../tracker/ticket.ts';
import type { Doing } from '../tracker/tracker.ts';
import type { GithubDesk } from './desk.ts';
import { differences } from './differences.ts';
import { eventsSince } from './history.ts';
import { type Issue, revOf, secondIn, secondOf } from './issue.ts';
import { idOf, type Place } from './repository.ts';

/**
 * The issue, where it is in the state that the caller saw. Read immediately before a change, because GitHub compares
 * nothing itself. Throws `ToolError` (`conflict`) with what changed since.
 */
export async function issueSeen(
  desk: GithubDesk,
  place: Place,
  id: string,
  { rev: saw, signal }: { rev: Rev } & Doing,
): Promise<Issue> {
  const issue = await desk.issue(place, { signal }, id);
  const now = revOf(issue);
  if (now === saw) return issue;
  const since = await sinceThen(desk, place, issue, { saw, signal }).catch(() => undefined);
  desk.shown.keep(idOf(place), now, issue);
  throw stale(id, { saw, now, since });
}

/** Of the timeline, and where the state is remembered, what that leaves out. */
async function sinceThen(
  desk: GithubDesk,
  place: Place,
  issue: Issue,
  { saw, signal }: { saw: Rev } & Doing,
): Promise<HistoryEntry[] | undefined> {
  const second = secondIn(saw);
  if (second === undefined || second > secondOf(issue.updated_at)) return undefined;
  const before = desk.shown.at(idOf(place), saw);
  // In the second of the state itself, what led to it cannot be told from what came after.
  const events = await eventsSince(desk, place, before === undefined ? second : second + 1, { signal });
  if (before === undefined) return events;
  const told = new Set(events.flatMap(({ changed }) => changed.map(({ field }) => field)));
  const untold = differences(before, issue).filter(({ field }) => !told.has(field));
  if (untold.length === 0) return events;
  const by = { id: '', name: 'somebody', role: 'unknown' } as const;
  return [...events, { rev: revOf(issue), at: issue.updated_at, by, what: 'changed', changed: untold }];
}
