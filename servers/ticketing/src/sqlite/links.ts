import { ToolError } from '@ashlar/kit/errors';
import type { LinkChange } from '../tracker/change.ts';
import { type Changed, type Relation, reverseOf, type Written } from '../tracker/ticket.ts';
import { record, unchanged } from './events.ts';
import type { Scope } from './store.ts';
import { type TicketRow, ticketAt } from './ticket-row.ts';

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
    : record(scope, ticket, remove ? 'unlinked' : 'linked', changed);
}

/** Links two tickets and tells the other end of it; nothing is changed where they are linked so already. */
export function addLink(scope: Scope, ticket: TicketRow, relation: Relation, target: string): Changed[] {
  const other = ticketAt(scope, target);
  if (other.row === ticket.row)
    throw new ToolError('invalid_input', `target: ${other.id} is the ticket itself.`);
  if (isLinked(scope, ticket, relation, other)) return [];
  refuseCircle(scope, ticket, relation, other);
  for (const [from, as, to] of bothWays(ticket, relation, other)) {
    scope.run(
      'INSERT OR IGNORE INTO link(tenant, ticket, relation, target) VALUES (?, ?, ?, ?)',
      ...[scope.tenant, from.row, as, to.row],
    );
  }
  record(scope, other, 'linked', [{ field: reverseOf(relation), after: ticket.id }]);
  return [{ field: relation, after: other.id }];
}

function removeLink(scope: Scope, ticket: TicketRow, relation: Relation, target: string): Changed[] {
  const other = ticketAt(scope, target);
  if (!isLinked(scope, ticket, relation, other)) return [];
  for (const [from, as, to] of bothWays(ticket, relation, other)) {
    scope.run(
      'DELETE FROM link WHERE tenant = ? AND ticket = ? AND relation = ? AND target = ?',
      ...[scope.tenant, from.row, as, to.row],
    );
  }
  record(scope, other, 'unlinked', [{ field: reverseOf(relation), before: ticket.id }]);
  return [{ field: relation, before: other.id }];
}

function bothWays(
  ticket: TicketRow,
  relation: Relation,
  other: TicketRow,
): [TicketRow, Relation, TicketRow][] {
  return [
    [ticket, relation, other],
    [other, reverseOf(relation), ticket],
  ];
}

function isLinked({ get, tenant }: Scope, ticket: TicketRow, relation: Relation, other: TicketRow): boolean {
  const found = get(
    'SELECT 1 FROM link WHERE tenant = ? AND ticket = ? AND relation = ? AND target = ?',
    ...[tenant, ticket.row, relation, other.row],
  );
  return found !== undefined;
}

/** What blocks itself can never be begun; and of two tickets one is the duplicate. */
function refuseCircle({ get, tenant }: Scope, ticket: TicketRow, relation: Relation, other: TicketRow): void {
  if (relation === 'relates_to') return;
  const found = get(
    `WITH RECURSIVE onward(row) AS (
       SELECT ? UNION SELECT l.target FROM link l JOIN onward ON l.ticket = onward.row WHERE l.tenant = ? AND l.relation = ?
     ) SELECT 1 FROM onward WHERE row = ?`,
    ...[other.row, tenant, relation, ticket.row],
  );
  if (found === undefined) return;
  throw new ToolError(
    'invalid_input',
    `target: ${other.id} ${relation} ${ticket.id} already, itself or by others.`,
    {
      hint: 'get_ticket shows the links of a ticket.',
    },
  );
}
