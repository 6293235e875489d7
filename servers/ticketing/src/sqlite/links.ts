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
import type { Scope } from './store.ts';
import { ticketAt } from './ticket-row.ts';

/** Both ends know of it, and both are another state afterwards. */
export function changeLink(
  scope: Scope,
  id: string,
  { relation, target, remove = false }: LinkChange,
): Written {
  const ticket = ticketAt(scope, id);
  const changed = remove
    ? removeLink(scope, ticket, relation, target)
    : addLink(scope, ticket, relation, target);
  return changed.length === 0
    ? unchanged(ticket)
    : applyEdit(scope, ticket, { what: whatOf(remove), changed });
}

/** Links two tickets and tells the other end of it; nothing is changed where they are linked so already. */
export function addLink(scope: Scope, ticket: TicketRow, relation: Relation, target: string): Changed[] {
  const pair = { ticket, relation, other: ticketAt(scope, target) };
  refuseItself(pair);
  if (isLinked(scope, pair)) return [];
  if (mayRunInCircle(relation) && leadsBack(scope, pair)) throw circle(pair);
  for (const [from, as, to] of bothWays(pair)) {
    scope.run(
      'INSERT OR IGNORE INTO link(tenant, ticket, relation, target) VALUES (?, ?, ?, ?)',
      ...[scope.tenant, from, as, to],
    );
  }
  return told(scope, pair, false);
}

function removeLink(scope: Scope, ticket: TicketRow, relation: Relation, target: string): Changed[] {
  const pair = { ticket, relation, other: ticketAt(scope, target) };
  if (!isLinked(scope, pair)) return [];
  for (const [from, as, to] of bothWays(pair)) {
    scope.run(
      'DELETE FROM link WHERE tenant = ? AND ticket = ? AND relation = ? AND target = ?',
      ...[scope.tenant, from, as, to],
    );
  }
  return told(scope, pair, true);
}

function told(scope: Scope, pair: Pair, remove: boolean): Changed[] {
  const { here, there } = linkChange(pair, { remove });
  applyEdit(scope, pair.other, there);
  return here;
}

function isLinked({ get, tenant }: Scope, { ticket, relation, other }: Pair): boolean {
  const found = get(
    'SELECT 1 FROM link WHERE tenant = ? AND ticket = ? AND relation = ? AND target = ?',
    ...[tenant, ticket.row, relation, other.row],
  );
  return found !== undefined;
}

/** Whether the other one is, by whatever way, to the ticket what the ticket is to be to it. */
function leadsBack({ get, tenant }: Scope, { ticket, relation, other }: Pair): boolean {
  const found = get(
    `WITH RECURSIVE onward(row) AS (
       SELECT ? UNION SELECT l.target FROM link l JOIN onward ON l.ticket = onward.row WHERE l.tenant = ? AND l.relation = ?
     ) SELECT 1 FROM onward WHERE row = ?`,
    ...[other.row, tenant, relation, ticket.row],
  );
  return found !== undefined;
}
