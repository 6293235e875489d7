import { noSuchTicket } from '../tracker/refusals.ts';
import type { Person, Role } from '../tracker/tenant.ts';
import type { Link, Ticket } from '../tracker/ticket.ts';
import { BRIEF, type BriefRow, briefOf, REACHED, reach, timeText } from './brief.ts';
import type { Scope } from './store.ts';

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

const ID = /^([A-Z][A-Z0-9]{0,15})-([1-9][0-9]{0,8})$/i;

/** Throws `ToolError` (`not_found`) in the same way for what is not there and what is another tenant's. */
export function ticketAt(scope: Scope, id: string): TicketRow {
  const [, project, number] = ID.exec(id.trim()) ?? [];
  const row =
    project === undefined
      ? undefined
      : scope.get<TicketRow>(
          `SELECT ${BRIEF}, t.project, t.body, t.resolution, t.due, t.parent, t.author_id, t.author_name,
             t.created_at, t.claimed_from, t.claimed_to
           FROM ticket t WHERE ${REACHED} AND t.project = ? AND t.number = ?`,
          ...reach(scope),
          project.toUpperCase(),
          Number(number),
        );
  if (row === undefined) throw noSuchTicket(id);
  return row;
}

/** The whole of it, with what stands in other tables. */
export function wholeTicket(scope: Scope, row: TicketRow): Ticket {
  const { count } = countOf(scope, row);
  const parent = row.parent === null ? undefined : idOf(scope, row.parent);
  return {
    ...briefOf(row, scope.now),
    body: row.body,
    author: authorOf(row),
    created: timeText(row.created_at),
    ...(row.resolution === null ? {} : { resolution: row.resolution }),
    ...(row.due === null ? {} : { due: row.due }),
    ...(parent === undefined ? {} : { parent }),
    links: linksOf(scope, row.row),
    comments: count,
    attachments: countOf(scope, row, 'attachment').count,
  };
}

export function authorOf({ author_id, author_name, author_role }: AuthorColumns): Person {
  return { id: author_id, name: author_name, role: author_role as Role };
}

/** The id of a ticket that this person may know of. */
export function idOf(scope: Scope, row: number): string | undefined {
  return scope.get<{ id: string }>(
    `SELECT t.project || '-' || t.number AS id FROM ticket t WHERE ${REACHED} AND t.row = ?`,
    ...reach(scope),
    row,
  )?.id;
}

export function linksOf(scope: Scope, row: number): Link[] {
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

/** Comments, or files, that this person may know of. */
export function countOf(
  scope: Scope,
  { row }: { row: number },
  table: 'comment' | 'attachment' = 'comment',
): { count: number } {
  const found = scope.get<{ count: number }>(
    `SELECT count(*) AS count FROM ${table} WHERE tenant = ? AND ticket = ? AND ${SHOWN}`,
    ...[scope.tenant, row, shownTo(scope)],
  );
  return found ?? { count: 0 };
}
