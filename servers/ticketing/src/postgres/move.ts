import { move } from '../rules/move.ts';
import type { Move } from '../tracker/change.ts';
import type { Rev, Written } from '../tracker/ticket.ts';
import { applyEdit } from './edit.ts';
import { checkSeen } from './events.ts';
import { addLink } from './links.ts';
import { takeTurns } from './locks.ts';
import type { Scope } from './store.ts';
import { lock, ticketAt } from './ticket-row.ts';

export async function moveTicket(scope: Scope, id: string, asked: Move, rev: Rev): Promise<Written> {
  const { duplicateOf } = asked;
  if (duplicateOf !== undefined) await takeTurns(scope, 'links');
  await lock(scope, [id, ...(duplicateOf === undefined ? [] : [duplicateOf])]);
  const ticket = await ticketAt(scope, id);
  await checkSeen(scope, ticket, rev);
  const moved = move(scope.rules, ticket, asked);
  const linked = duplicateOf === undefined ? [] : await addLink(scope, ticket, 'duplicates', duplicateOf);
  return applyEdit(scope, ticket, { ...moved, changed: [...moved.changed, ...linked] });
}
