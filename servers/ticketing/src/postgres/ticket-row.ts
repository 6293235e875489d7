import { type TicketRow, ticketOf } from '../rules/rows.ts';
import { partsOf } from '../rules/values.ts';
import { noSuchTicket } from '../tracker/refusals.ts';
import type { Link, Ticket } from '../tracker/ticket.ts';
import { BRIEF, REACHED } from './brief.ts';
import type { Scope } from './store.ts';

/** Throws `ToolError` (`not_found`) in the same way for what is not there and what is another tenant's. */
export async function ticketAt({ get, tenant, rules }: Scope, id: string): Promise<TicketRow> {
  const parts = partsOf(id);
  const row =
    parts === undefined
      ? undefined
      : await get<TicketRow>(
          `SELECT ${BRIEF}, t.project, t.body, t.resolution, t.due, t.parent, t.author_id, t.author_name,
             t.created_at, t.claimed_from, t.claimed_to
           FROM ticket t WHERE ${REACHED} AND t.project = $3 AND t.number = $4`,
          ...[tenant, rules.projects, parts.project, parts.number],
        );
  if (row === undefined) throw noSuchTicket(id);
  return row;
}

/**
 * Tickets that this transaction is going to change, which nobody else changes from now on until it is over. What stands
 * in other tables is only read afterwards: a statement that had to wait sees these as they were before.
 */
export async function lockedTicket(scope: Scope, id: string): Promise<TicketRow> {
  await lock(scope, [id]);
  return ticketAt(scope, id);
}

/** In one order, whoever does it, so that no two wait for each other. */
export async function lock({ run, tenant, rules }: Scope, ids: readonly string[]): Promise<void> {
  const parts = ids.flatMap((id) => partsOf(id) ?? []);
  await run(
    `SELECT FROM ticket t WHERE ${REACHED} AND (t.project, t.number) IN (SELECT * FROM unnest($3::text[], $4::int[]))
     ORDER BY t.row FOR NO KEY UPDATE`,
    ...[tenant, rules.projects, parts.map(({ project }) => project), parts.map(({ number }) => number)],
  );
}

/** The whole of it, with what stands in other tables. */
export async function wholeTicket(scope: Scope, row: TicketRow): Promise<Ticket> {
  return ticketOf(row, {
    now: scope.now,
    parent: row.parent === null ? undefined : await idOf(scope, row.parent),
    links: await linksOf(scope, row.row),
    comments: await countOf(scope, row),
  });
}

/** The id of a ticket that this person may know of. */
export async function idOf({ get, tenant, rules }: Scope, row: number): Promise<string | undefined> {
  const found = await get<{ id: string }>(
    `SELECT t.project || '-' || t.number AS id FROM ticket t WHERE ${REACHED} AND t.row = $3`,
    ...[tenant, rules.projects, row],
  );
  return found?.id;
}

function linksOf({ all, tenant, rules }: Scope, row: number): Promise<Link[]> {
  return all<Link>(
    `SELECT l.relation, t.project || '-' || t.number AS target
     FROM link l JOIN ticket t ON t.tenant = l.tenant AND t.row = l.target
     WHERE ${REACHED} AND l.ticket = $3 ORDER BY l.relation, t.project, t.number`,
    ...[tenant, rules.projects, row],
  );
}

/** Of comments. */
export async function countOf({ get, tenant }: Scope, { row }: { row: number }): Promise<number> {
  const sql = 'SELECT count(*) AS count FROM comment WHERE tenant = $1 AND ticket = $2';
  return (await get<{ count: number }>(sql, tenant, row))?.count ?? 0;
}
