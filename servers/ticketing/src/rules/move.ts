import { ToolError } from '@ashlar/kit/errors';
import type { Move } from '../tracker/change.ts';
import { badValue } from '../tracker/refusals.ts';
import type { Changed } from '../tracker/ticket.ts';
import { kindOf, nextOf } from '../tracker/workflow.ts';
import type { Columns, Edit } from './edit.ts';
import type { TicketRow } from './rows.ts';
import type { Rules } from './rules.ts';
import { checkValues } from './values.ts';

/** Nobody holds it any more. */
export const UNHELD = { claimed_by: null, claimed_until: null, claimed_from: null, claimed_to: null };

/**
 * What taking a ticket to another status does to it. Throws `ToolError` for a way that the workflow has not, with those
 * it has, and for a reason where nothing ends.
 */
export function move({ workflow }: Rules, ticket: TicketRow, { to, ...why }: Move): Edit {
  if (kindOf(workflow, to) === undefined) throw badValue('to', to, nextOf(workflow, ticket.status));
  if (!nextOf(workflow, ticket.status).includes(to)) throw noWay(workflow, ticket, to);
  const isDone = kindOf(workflow, to) === 'done';
  const resolution = why.resolution ?? (why.duplicateOf === undefined ? undefined : duplicateIn(workflow));
  checkValues(workflow, { resolution });
  if (!isDone && resolution !== undefined) throw notAnEnd(to);
  const { columns, changed } = toStatus(ticket, to, resolution);
  return { what: 'moved', changed, columns: { ...columns, ...(isDone ? UNHELD : {}) } };
}

/** Another status, and why where it is an end; who begins anew has no reason any more. */
export function toStatus(
  ticket: TicketRow,
  to: string,
  resolution?: string,
): { columns: Columns; changed: Changed[] } {
  const why = {
    ...(ticket.resolution && { before: ticket.resolution }),
    ...(resolution && { after: resolution }),
  };
  const isOther = (resolution ?? null) !== ticket.resolution;
  return {
    columns: { status: to, resolution: resolution ?? null },
    changed: [
      { field: 'status', before: ticket.status, after: to },
      ...(isOther ? [{ field: 'resolution', ...why }] : []),
    ],
  };
}

/** Why a duplicate ends, where the workflow has a word for it. */
function duplicateIn({ resolutions }: Rules['workflow']): string | undefined {
  return resolutions.find((one) => one === 'duplicate');
}

function noWay(workflow: Rules['workflow'], { id, status }: TicketRow, to: string): ToolError {
  return new ToolError('invalid_input', `to: ${id} is ${status}, and cannot become ${to} from there.`, {
    hint: `It can become: ${nextOf(workflow, status).join(', ')}.`,
  });
}

function notAnEnd(to: string): ToolError {
  return new ToolError('invalid_input', `resolution: ${to} is no end, and keeps no reason.`, {
    hint: 'Leave it out, or choose a status that ends a ticket.',
  });
}
