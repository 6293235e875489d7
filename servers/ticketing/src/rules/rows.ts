import type { Person, Role } from '../tracker/tenant.ts';
import type { Brief, Comment, HistoryEntry, Link, Ticket, Visibility } from '../tracker/ticket.ts';

/** A ticket in a list, as every database gives it. Times are milliseconds since 1970. */
export interface BriefRow {
  row: number;
  id: string;
  rev: number;
  title: string;
  status: string;
  priority: string | null;
  type: string | null;
  /** The number of its last event: what changed later has a higher one. */
  changed: number;
  updated_at: number;
  claimed_by: string | null;
  claimed_until: number | null;
  author_role: string;
  /** JSON, as are `assignees`. */
  labels: string;
  assignees: string;
}

export interface AuthorColumns {
  author_id: string;
  author_name: string;
  author_role: string;
}

export interface TicketRow extends BriefRow, AuthorColumns {
  project: string;
  body: string;
  resolution: string | null;
  due: string | null;
  parent: number | null;
  created_at: number;
  claimed_from: string | null;
  claimed_to: string | null;
}

export interface EventRow extends AuthorColumns {
  rev: number;
  at: number;
  what: string;
  /** JSON. */
  changed: string;
}

export interface CommentRow extends AuthorColumns {
  number: number;
  at: number;
  visibility: string;
  body: string;
}

export function briefOf(row: BriefRow, now: number): Brief {
  return {
    id: row.id,
    rev: String(row.rev),
    title: row.title,
    status: row.status,
    ...(row.priority === null ? {} : { priority: row.priority }),
    ...(row.type === null ? {} : { type: row.type }),
    labels: JSON.parse(row.labels),
    assignees: JSON.parse(row.assignees),
    authorRole: row.author_role as Role,
    ...(isHeld(row, now) ? { claimedBy: row.claimed_by } : {}),
    updated: timeText(row.updated_at),
  };
}

/** The whole of it, with what stands in other tables. */
export function ticketOf(
  row: TicketRow,
  {
    now,
    parent,
    links,
    ...counts
  }: { now: number; parent: string | undefined; links: Link[]; comments: number; attachments?: number },
): Ticket {
  return {
    ...briefOf(row, now),
    body: row.body,
    author: authorOf(row),
    created: timeText(row.created_at),
    ...(row.resolution === null ? {} : { resolution: row.resolution }),
    ...(row.due === null ? {} : { due: row.due }),
    ...(parent === undefined ? {} : { parent }),
    links,
    ...counts,
  };
}

export function entryOf(row: EventRow): HistoryEntry {
  const { what, changed } = row;
  return {
    rev: String(row.rev),
    at: timeText(row.at),
    by: authorOf(row),
    what,
    changed: JSON.parse(changed),
  };
}

export function commentOf(row: CommentRow): Comment {
  const visibility = row.visibility as Visibility;
  return { id: String(row.number), author: authorOf(row), at: timeText(row.at), visibility, body: row.body };
}

export function authorOf({ author_id, author_name, author_role }: AuthorColumns): Person {
  return { id: author_id, name: author_name, role: author_role as Role };
}

type Claim = Pick<BriefRow, 'claimed_by' | 'claimed_until'>;

/** Where the clock was put back, a claim lasts for longer: better than that two people are at one ticket. */
export function isHeld(claim: Claim, now: number): claim is { claimed_by: string; claimed_until: number } {
  return claim.claimed_by !== null && (claim.claimed_until ?? 0) > now;
}

/** ISO 8601 in UTC, to the second. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
