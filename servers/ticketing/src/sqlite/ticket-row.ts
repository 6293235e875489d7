import { type TicketRow, ticketOf } from '../rules/rows.ts';
import { partsOf } from '../rules/values.ts';
import { noSuchTicket } from '../tracker/refusals.ts';
import type { Link, Ticket } from '../tracker/ticket.ts';
import { BRIEF, REACHED, reach } from './brief.ts';
import type { Scope } from './store.ts';

/** Throws `ToolError` (`not_found`) in the same way for what is not there and what is another tenant's. */
export function ticketAt(scope: Scope, id: string): TicketRow {
  const parts = partsOf(id);
  const row =
    parts === undefined
      ? undefined
      : scope.get<TicketRow>(
          `SELECT ${BRIEF}, t.project, t.body, t.resolution, t.due, t.parent, t.author_id, t.author_name,
             t.created_at, t.claimed_from, t.claimed_to
           FROM ticket t WHERE ${REACHED} AND t.project = ? AND t.number = ?`,
          ...reach(scope),
          parts.project,
          parts.number,
        );
  if (row === undefined) throw noSuchTicket(id);
  return row;
}

/** The whole of it, with what stands in other tables. */
export function wholeTicket(scope: Scope, row: TicketRow): Ticket {
  return ticketOf(row, {
    now: scope.now,
    parent: row.parent === null ? undefined : idOf(scope, row.parent),
    links: linksOf(scope, row.row),
    comments: countOf(scope, row, 'comment'),
    attachments: countOf(scope, row, 'attachment'),
  });
}

/** The id of a ticket that this person may know of. */
export function idOf(scope: Scope, row: number): string | undefined {
  return scope.get<{ id: string }>(
    `SELECT t.project || '-' || t.number AS id FROM ticket t WHERE ${REACHED} AND t.row = ?`,
    ...reach(scope),
    row,
  )?.id;
}

function linksOf(scope: Scope, row: number): Link[] {
  return scope.all<Link>(
    `SELECT l.relation, t.project || '-' || t.number AS target
     FROM link l JOIN ticket t ON t.tenant = l.tenant AND t.row = l.target
     WHERE ${REACHED} AND l.ticket = ? ORDER BY l.relation, t.project, t.number`,
    ...reach(scope),
    row,
  );
}

/** What is for the team alone is not for customers; takes `shownTo`. */
export const SHOWN = "(visibility = 'public' OR ?)";

export function shownTo({ person }: Scope): 0 | 1 {
  return person.role === 'customer' ? 0 : 1;
}

/** What a ticket has several of, numbered from 1. */
type Numbered = 'comment' | 'attachment';

/** How many this person may know of. */
export function countOf(scope: Scope, { row }: { row: number }, table: Numbered): number {
  const found = scope.get<{ count: number }>(
    `SELECT count(*) AS count FROM ${table} WHERE tenant = ? AND ticket = ? AND ${SHOWN}`,
    ...[scope.tenant, row, shownTo(scope)],
  );
  return found?.count ?? 0;
}

/** The number of the last one, whoever may know of it; 0 where there is none. */
export function lastOf({ get, tenant }: Scope, { row }: { row: number }, table: Numbered): number {
  const found = get<{ last: number }>(
    `SELECT coalesce(max(number), 0) AS last FROM ${table} WHERE tenant = ? AND ticket = ?`,
    ...[tenant, row],
  );
  return found?.last ?? 0;
}
