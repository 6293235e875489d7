import { unchanged } from '../rules/edit.ts';
import {
  bothWays,
  circle,
  linkChange,
  mayRunInCircle,
  type Pair,
  refuseItself,
  whatOf,
} from '../rules/links.ts';
import type { TicketRow } from '../rules/rows.ts';
import type { LinkChange } from '../tracker/change.ts';
import type { Changed, Relation, Written } from '../tracker/ticket.ts';
import { applyEdit } from './edit.ts';
import { takeTurns } from './locks.ts';
import type { Scope } from './store.ts';
import { lock, ticketAt } from './ticket-row.ts';

/** Both ends know of it, and both are another state afterwards. */
export async function changeLink(
  scope: Scope,
  id: string,
  { relation, target, remove = false }: LinkChange,
): Promise<Written> {
  await takeTurns(scope, 'links');
  await lock(scope, [id, target]);
  const ticket = await ticketAt(scope, id);
  const changed = remove
    ? await removeLink(scope, ticket, relation, target)
    : await addLink(scope, ticket, relation, target);
  return changed.length === 0
    ? unchanged(ticket)
    : applyEdit(scope, ticket, { what: whatOf(remove), changed });
}

/**
 * Links two tickets, both of them locked, and tells the other end of it; nothing is changed where they are linked so
 * already.
 */
export async function addLink(
  scope: Scope,
  ticket: TicketRow,
  relation: Relation,
  target: string,
): Promise<Changed[]> {
  const pair = { ticket, relation, other: await ticketAt(scope, target) };
  refuseItself(pair);
  if (await isLinked(scope, pair)) return [];
  if (mayRunInCircle(relation) && (await leadsBack(scope, pair))) throw circle(pair);
  for (const [from, as, to] of bothWays(pair)) {
    await scope.run(
      'INSERT INTO link(tenant, ticket, relation, target) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      ...[scope.tenant, from, as, to],
    );
  }
  return told(scope, pair, false);
}

async function removeLink(
  scope: Scope,
  ticket: TicketRow,
  relation: Relation,
  target: string,
): Promise<Changed[]> {
  const pair = { ticket, relation, other: await ticketAt(scope, target) };
  if (!(await isLinked(scope, pair))) return [];
  for (const [from, as, to] of bothWays(pair)) {
    await scope.run(
      'DELETE FROM link WHERE tenant = $1 AND ticket = $2 AND relation = $3 AND target = $4',
      ...[scope.tenant, from, as, to],
    );
  }
  return told(scope, pair, true);
}

async function told(scope: Scope, pair: Pair, remove: boolean): Promise<Changed[]> {
  const { here, there } = linkChange(pair, { remove });
  await applyEdit(scope, pair.other, there);
  return here;
}

async function isLinked({ get, tenant }: Scope, { ticket, relation, other }: Pair): Promise<boolean> {
  const found = await get(
    'SELECT 1 FROM link WHERE tenant = $1 AND ticket = $2 AND relation = $3 AND target = $4',
    ...[tenant, ticket.row, relation, other.row],
  );
  return found !== undefined;
}

/** Whether the other one is, by whatever way, to the ticket what the ticket is to be to it. */
async function leadsBack({ get, tenant }: Scope, { ticket, relation, other }: Pair): Promise<boolean> {
  const found = await get(
    `WITH RECURSIVE onward(row) AS (
       SELECT $1::bigint UNION
       SELECT l.target FROM link l JOIN onward ON l.ticket = onward.row WHERE l.tenant = $2 AND l.relation = $3
     ) SELECT 1 FROM onward WHERE onward.row = $4`,
    ...[other.row, tenant, relation, ticket.row],
  );
  return found !== undefined;
}
