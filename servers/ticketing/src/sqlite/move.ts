import { ToolError } from '@ashlar/kit/errors';
import type { Move } from '../tracker/change.ts';
import { badValue } from '../tracker/refusals.ts';
import type { Changed, Rev, Written } from '../tracker/ticket.ts';
import { kindOf, nextOf, type Workflow } from '../tracker/workflow.ts';
import { checkSeen, record } from './events.ts';
import { addLink } from './links.ts';
import type { Scope } from './store.ts';
import { type TicketRow, ticketAt } from './ticket-row.ts';
import { checkValues } from './values.ts';

/** Takes a ticket to another status. Throws `ToolError` for a way that the workflow has not, with those it has. */
export function moveTicket(scope: Scope, id: string, move: Move, rev: Rev): Written {
  const { workflow } = scope.rules;
  const ticket = ticketAt(scope, id);
  checkSeen(scope, ticket, rev);
  checkWay(scope, ticket, move.to);
  const isDone = kindOf(workflow, move.to) === 'done';
  const resolution = move.resolution ?? (move.duplicateOf === undefined ? undefined : duplicateIn(workflow));
  checkValues(workflow, { resolution });
  if (!isDone && resolution !== undefined) throw notAnEnd(move.to);
  const linked = move.duplicateOf === undefined ? [] : addLink(scope, ticket, 'duplicates', move.duplicateOf);
  const changed = [...setStatus(scope, ticket, move.to, resolution), ...linked];
  if (isDone) endClaim(scope, ticket.row);
  return record(scope, ticket, 'moved', changed);
}

/** Writes a status, and why where it is an end; who begins anew has no reason any more. */
export function setStatus(scope: Scope, ticket: TicketRow, to: string, resolution?: string): Changed[] {
  scope.run(
    'UPDATE ticket SET status = ?, resolution = ? WHERE tenant = ? AND row = ?',
    ...[to, resolution ?? null, scope.tenant, ticket.row],
  );
  const why = {
    ...(ticket.resolution && { before: ticket.resolution }),
    ...(resolution && { after: resolution }),
  };
  const isOther = (resolution ?? null) !== ticket.resolution;
  return [
    { field: 'status', before: ticket.status, after: to },
    ...(isOther ? [{ field: 'resolution', ...why }] : []),
  ];
}

/** Nobody holds it any more. */
export function endClaim({ run, tenant }: Scope, row: number): void {
  run(
    `UPDATE ticket SET claimed_by = NULL, claimed_until = NULL, claimed_from = NULL, claimed_to = NULL
     WHERE tenant = ? AND row = ?`,
    ...[tenant, row],
  );
}

/** Why a duplicate ends, where the workflow has a word for it. */
function duplicateIn({ resolutions }: Workflow): string | undefined {
  return resolutions.find((one) => one === 'duplicate');
}

function checkWay({ rules: { workflow } }: Scope, { id, status }: TicketRow, to: string): void {
  if (kindOf(workflow, to) === undefined) throw badValue('to', to, nextOf(workflow, status));
  if (nextOf(workflow, status).includes(to)) return;
  throw new ToolError('invalid_input', `to: ${id} is ${status}, and cannot become ${to} from there.`, {
    hint: `It can become: ${nextOf(workflow, status).join(', ')}.`,
  });
}

function notAnEnd(to: string): ToolError {
  return new ToolError('invalid_input', `resolution: ${to} is no end, and keeps no reason.`, {
    hint: 'Leave it out, or choose a status that ends a ticket.',
  });
}
