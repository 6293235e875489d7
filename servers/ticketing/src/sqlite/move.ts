import { move } from '../rules/move.ts';
import type { Move } from '../tracker/change.ts';
import type { Rev, Written } from '../tracker/ticket.ts';
import { applyEdit } from './edit.ts';
import { checkSeen } from './events.ts';
import { addLink } from './links.ts';
import type { Scope } from './store.ts';
import { ticketAt } from './ticket-row.ts';

export function moveTicket(scope: Scope, id: string, asked: Move, rev: Rev): Written {
  const ticket = ticketAt(scope, id);
  checkSeen(scope, ticket, rev);
  const moved = move(scope.rules, ticket, asked);
  const { duplicateOf } = asked;
  const linked = duplicateOf === undefined ? [] : addLink(scope, ticket, 'duplicates', duplicateOf);
  return applyEdit(scope, ticket, { ...moved, changed: [...moved.changed, ...linked] });
}
