import type { Page, Wanted } from '../tracker/query.ts';
import { stale } from '../tracker/refusals.ts';
import type { Changed, HistoryEntry, Rev, Written } from '../tracker/ticket.ts';
import { timeText } from './brief.ts';
import type { Scope } from './store.ts';
import { type AuthorColumns, authorOf, type TicketRow, ticketAt } from './ticket-row.ts';

interface EventRow extends AuthorColumns {
  rev: number;
  at: number;
  what: string;
  changed: string;
}

type Subject = Pick<TicketRow, 'row' | 'id' | 'rev' | 'updated_at'>;

/**
 * Brings a ticket to its next state and keeps what led there. Times of a ticket never go back, also where the clock does.
 * Gives what the write answers.
 */
export function record(scope: Scope, ticket: Subject, what: string, changed: readonly Changed[]): Written {
  const { tenant, person, now } = scope;
  const rev = ticket.rev + 1;
  const at = Math.max(now, ticket.updated_at);
  const { lastInsertRowid } = scope.run(
    `INSERT INTO event(tenant, ticket, rev, at, author_id, author_name, author_role, what, changed)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[tenant, ticket.row, rev, at, person.id, person.name, person.role, what, JSON.stringify(changed)],
  );
  scope.run(
    'UPDATE ticket SET rev = ?, changed = ?, updated_at = ? WHERE tenant = ? AND row = ?',
    ...[rev, Number(lastInsertRowid), at, tenant, ticket.row],
  );
  return { id: ticket.id, rev: String(rev), changed };
}

/** Where a write found that nothing has to be done. */
export function unchanged({ id, rev }: Subject): Written {
  return { id, rev: String(rev), changed: [] };
}

/** Throws `ToolError` (`conflict`), with what happened since, unless the ticket is as the caller saw it. */
export function checkSeen(scope: Scope, ticket: Subject, saw: Rev): void {
  if (saw === String(ticket.rev)) return;
  const isKnown = /^[1-9][0-9]{0,9}$/.test(saw) && Number(saw) < ticket.rev;
  const since = isKnown ? entriesAfter(scope, ticket.row, Number(saw)) : undefined;
  throw stale(ticket.id, { saw, now: String(ticket.rev), since });
}

/** Newest first; pages begin behind a state. */
export function historyOf(scope: Scope, id: string, { limit, after }: Wanted): Page<HistoryEntry> {
  const { row, rev } = ticketAt(scope, id);
  const rows = scope.all<EventRow>(
    'SELECT * FROM event WHERE tenant = ? AND ticket = ? AND rev < ? ORDER BY rev DESC LIMIT ?',
    ...[scope.tenant, row, Number(after ?? rev + 1), limit],
  );
  const last = rows.at(-1);
  const isMore = last !== undefined && last.rev > 1;
  return { items: rows.map(entryOf), total: rev, ...(isMore ? { next: String(last.rev) } : {}) };
}

function entriesAfter({ all, tenant }: Scope, row: number, rev: number): HistoryEntry[] {
  return all<EventRow>(
    'SELECT * FROM event WHERE tenant = ? AND ticket = ? AND rev > ? ORDER BY rev',
    ...[tenant, row, rev],
  ).map(entryOf);
}

function entryOf(row: EventRow): HistoryEntry {
  return {
    rev: String(row.rev),
    at: timeText(row.at),
    by: authorOf(row),
    what: row.what,
    changed: JSON.parse(row.changed),
  };
}
