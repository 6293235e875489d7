import { unchanged } from '../rules/edit.ts';
import { update } from '../rules/update.ts';
import { checkValues } from '../rules/values.ts';
import type { Change } from '../tracker/change.ts';
import type { Rev, Written } from '../tracker/ticket.ts';
import { applyEdit } from './edit.ts';
import { checkSeen } from './events.ts';
import { parentChange } from './parent.ts';
import { spellingIn } from './spelling.ts';
import type { Scope } from './store.ts';
import { replaceInIndex } from './text-index.ts';
import { ticketAt } from './ticket-row.ts';

export function updateTicket(scope: Scope, id: string, change: Change, rev: Rev): Written {
  const ticket = ticketAt(scope, id);
  checkSeen(scope, ticket, rev);
  checkValues(scope.rules.workflow, change);
  const parent = parentChange(scope, ticket, change.parent);
  const edit = update(ticket, change, { parent, spelled: spellingIn(scope) });
  if (edit === undefined) return unchanged(ticket);
  const { title, body } = { ...ticket, ...edit.columns };
  if (title !== ticket.title || body !== ticket.body) replaceInIndex(scope, ticket.row, { title, body });
  return applyEdit(scope, ticket, edit);
}
