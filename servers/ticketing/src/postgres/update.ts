import { unchanged } from '../rules/edit.ts';
import { labelsIn } from '../rules/spelling.ts';
import { update } from '../rules/update.ts';
import { checkValues } from '../rules/values.ts';
import type { Change } from '../tracker/change.ts';
import type { Rev, Written } from '../tracker/ticket.ts';
import { applyEdit } from './edit.ts';
import { checkSeen } from './events.ts';
import { takeTurns } from './locks.ts';
import { parentChange } from './parent.ts';
import { spellingOf } from './spelling.ts';
import type { Scope } from './store.ts';
import { replaceInIndex } from './text-index.ts';
import { lockedTicket } from './ticket-row.ts';

export async function updateTicket(scope: Scope, id: string, change: Change, rev: Rev): Promise<Written> {
  if (change.parent !== undefined) await takeTurns(scope, 'links');
  const spelled = await spellingOf(scope, labelsIn(change));
  const ticket = await lockedTicket(scope, id);
  await checkSeen(scope, ticket, rev);
  checkValues(scope.rules.workflow, change);
  const parent = await parentChange(scope, ticket, change.parent);
  const edit = update(ticket, change, { parent, spelled });
  if (edit === undefined) return unchanged(ticket);
  const { title, body } = { ...ticket, ...edit.columns };
  if (title !== ticket.title || body !== ticket.body)
    await replaceInIndex(scope, ticket.row, { title, body });
  return applyEdit(scope, ticket, edit);
}
