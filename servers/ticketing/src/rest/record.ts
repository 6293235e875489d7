import { createHash } from 'node:crypto';
import { noSuchTicket } from '../tracker/refusals.ts';
import type { Person } from '../tracker/tenant.ts';
import type { Brief, Rev, Ticket } from '../tracker/ticket.ts';
import type { Answer } from './answer.ts';
import type { RestDesk } from './desk.ts';
import { readField } from './fields.ts';
import { textAt, textOf, valueAt } from './json-path.ts';
import type { Profile } from './profile.ts';
import { idOf, type Place } from './projects.ts';
import { filledPath } from './template.ts';

/** A ticket as the tracker gives it. */
export interface Found {
  place: Place;
  /** The ticket itself, without what is around it. */
  data: unknown;
  etag: string | undefined;
}

/** Throws `noSuchTicket` for a ticket of another project, and for one that is answered in the place of another. */
export function foundIn({ ticket }: Profile, { data, headers }: Answer, place: Place, named: string): Found {
  const found = ticket?.at === undefined ? data : valueAt(data, ticket.at);
  if (ticket === undefined || !isOf(ticket, found, place)) throw noSuchTicket(named);
  return { place, data: found, etag: headers.get('etag') ?? undefined };
}

function isOf(ticket: NonNullable<Profile['ticket']>, data: unknown, { project, number }: Place): boolean {
  return textAt(data, ticket.number) === number && textAt(data, ticket.project) === project.id;
}

/** A ticket in a list; undefined for one of another project. */
export function placeIn(
  { ticket }: Profile,
  data: unknown,
  { project }: Pick<Place, 'project'>,
): Place | undefined {
  const number = ticket === undefined ? undefined : textAt(data, ticket.number);
  if (ticket === undefined || number === undefined) return undefined;
  const place = { project, number };
  return isOf(ticket, data, place) ? place : undefined;
}

export function briefOf(profile: Profile, found: Found): Brief {
  const { data } = found;
  const said = (name: Parameters<typeof readField>[1]) => readField(profile, name, data);
  const [priority, type, assignee] = [said('priority'), said('type'), said('assignee')];
  return {
    id: idOf(found.place),
    rev: revOf(profile, found),
    title: said('title') ?? '',
    status: said('status') ?? '',
    ...(priority === undefined ? {} : { priority }),
    ...(type === undefined ? {} : { type }),
    labels: [],
    assignees: assignee === undefined ? [] : [assignee],
    updated: timeText(said('updated')),
  };
}

/** `body` and `comments` are what other requests gave. */
export function ticketOf(
  desk: RestDesk,
  found: Found,
  { body, comments }: { body: string; comments: number },
): Ticket {
  const { profile } = desk;
  const due = readField(profile, 'due', found.data);
  const web = profile.ticket?.web;
  return {
    ...briefOf(profile, found),
    body,
    author: personOf(readField(profile, 'author', found.data)),
    created: timeText(readField(profile, 'created', found.data)),
    ...(web === undefined ? {} : { url: desk.url + filledPath(web, { ...placeValues(found.place) }) }),
    ...(due === undefined ? {} : { due }),
    links: [],
    comments,
  };
}

export function placeValues({ project, number }: Place): Record<'project' | 'projectId' | 'number', string> {
  return { project: project.name, projectId: project.id, number };
}

/** Who wrote something. Trackers do not say what they are to the team, and nobody unknown is acted on. */
export function personOf(name: string | undefined): Person {
  const called = name ?? 'nobody';
  return { id: called, name: called, role: 'unknown' };
}

/**
 * The ETag; or the second of the last change, the last of what happened, where that is told, and 42 bits of what the
 * ticket says: much can happen in a second. Empty in a list that tells less than the ticket itself.
 */
export function revOf(profile: Profile, { data, etag }: Found): Rev {
  const { by, entries } = profile.revisions ?? {};
  if (by === 'etag') return etag?.replace(/^W\//, '').replaceAll('"', '') ?? '';
  const last = entries === undefined ? '' : lastOf(valueAt(data, entries));
  if (last === undefined) return '';
  const names = ['title', 'body', 'status', 'priority', 'type', 'assignee', 'due'] as const;
  const said = names.map((name) => readField(profile, name, data) ?? null);
  const hash = createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 7);
  const second = Math.floor(Date.parse(readField(profile, 'updated', data) ?? '') / 1000) || 0;
  return `${second.toString(36)}.${last}.${hash}`;
}

/** The last of what had happened in a state; undefined where a rev does not say, or is none of ours. */
export function lastEntryIn({ revisions }: Profile, rev: Rev): number | undefined {
  const { by, entries } = revisions ?? {};
  if (entries === undefined) return undefined;
  const [, last] = (by === 'etag' ? /^(\d{1,15})$/ : /^[0-9a-z]+\.(\d{1,15})\.[\w-]{7}$/).exec(rev) ?? [];
  return last === undefined ? undefined : Number(last);
}

function lastOf(ids: unknown): number | undefined {
  if (!Array.isArray(ids)) return undefined;
  return Math.max(0, ...ids.map((id) => Number(textOf(id))).filter(Number.isSafeInteger));
}

/** ISO 8601 in UTC, to the second; empty for what is no time. */
export function timeText(said: string | undefined): string {
  const time = new Date(said ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().replace(/\.\d+Z$/, 'Z');
}
