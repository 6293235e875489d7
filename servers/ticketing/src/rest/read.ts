import { differences } from '../remote/differences.ts';
import { stale } from '../tracker/refusals.ts';
import type { HistoryEntry, Rev, Ticket } from '../tracker/ticket.ts';
import type { Doing } from '../tracker/tracker.ts';
import { commentCount } from './comments.ts';
import type { RestDesk } from './desk.ts';
import { readField } from './fields.ts';
import { historySince } from './history.ts';
import { idOf, type Place } from './projects.ts';
import { type Found, foundIn, lastEntryIn, placeValues, revOf, ticketOf } from './record.ts';
import { walk } from './steps.ts';

/** The ticket as it is now. Throws `noSuchTicket` also for one of a project that is not allowed. */
export async function find(
  desk: RestDesk,
  place: Place,
  { signal }: Doing,
  named = idOf(place),
): Promise<Found> {
  const { ticket, permissions } = desk.profile;
  if (ticket === undefined) throw new Error('this tracker cannot be read');
  const answer = await desk.ask(ticket.request, {
    id: named,
    project: place.project.name,
    permission: permissions.read,
    values: placeValues(place),
    signal,
  });
  return foundIn(desk.profile, answer, place, named);
}

/** With its text, and how many comments there are. */
export async function whole(desk: RestDesk, found: Found, { signal }: Doing): Promise<Ticket> {
  const { steps } = desk.profile.fields.body;
  const [body, comments] = await Promise.all([
    steps === undefined ? bodyOf(desk, found) : walk(desk, steps, found.place, { signal }),
    commentCount(desk, found, { signal }),
  ]);
  return kept(desk, ticketOf(desk, found, { body: body ?? '', comments }));
}

/** With what the ticket itself says: what is compared before and after a change. */
export function plain(desk: RestDesk, found: Found): Ticket {
  return kept(desk, ticketOf(desk, found, { body: bodyOf(desk, found), comments: 0 }));
}

/**
 * The ticket, where it is in the state that the caller saw. Throws `ToolError` (`conflict`) with what changed since.
 */
export async function foundAsSeen(
  desk: RestDesk,
  place: Place,
  id: string,
  { rev, signal }: { rev: Rev } & Doing,
): Promise<Found> {
  const found = await find(desk, place, { signal }, id);
  if (revOf(desk.profile, found) !== rev || rev === '')
    throw await staleSince(desk, found, id, { rev, signal });
  return found;
}

export async function staleSince(
  desk: RestDesk,
  found: Found,
  id: string,
  { rev, signal }: { rev: Rev } & Doing,
): Promise<Error> {
  const since = await sinceThen(desk, found, rev, { signal }).catch(() => undefined);
  return stale(id, { saw: rev, now: revOf(desk.profile, found), since });
}

/** Of the tracker's history; where it has none, of the state itself, if it was shown by this process. */
async function sinceThen(
  desk: RestDesk,
  found: Found,
  saw: Rev,
  doing: Doing,
): Promise<HistoryEntry[] | undefined> {
  const last = lastEntryIn(desk.profile, saw);
  const told = last === undefined ? [] : await historySince(desk, found, last, doing);
  if (told.length > 0) return told;
  const before = desk.shown.at(idOf(found.place), saw);
  const now = plain(desk, found);
  const changed = before === undefined ? [] : differences({ ...before, body: now.body }, now);
  if (changed.length === 0) return undefined;
  const by = { id: '', name: 'somebody', role: 'unknown' } as const;
  return [{ rev: now.rev, at: now.updated, by, what: 'changed', changed }];
}

function bodyOf(desk: RestDesk, { data }: Found): string {
  return readField(desk.profile, 'body', data) ?? '';
}

function kept(desk: RestDesk, ticket: Ticket): Ticket {
  desk.shown.keep(ticket.id, ticket.rev, ticket);
  return ticket;
}
