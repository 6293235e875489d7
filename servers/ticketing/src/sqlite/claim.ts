import { ToolError } from '@ashlar/kit/errors';
import { quoted } from '@ashlar/kit/files';
import type { Written } from '../tracker/ticket.ts';
import type { Claimed } from '../tracker/tracker.ts';
import { asksBefore, kindOf, nextOf } from '../tracker/workflow.ts';
import { isHeld, timeText } from './brief.ts';
import { record, unchanged } from './events.ts';
import { endClaim, setStatus } from './move.ts';
import { changeSet } from './sets.ts';
import type { Scope } from './store.ts';
import { type TicketRow, ticketAt } from './ticket-row.ts';

/** Takes a ticket for a person. Of many who try at once one gets it: a transaction begins when the one before is over. */
export function claimTicket(scope: Scope, id: string, leaseMs: number): Claimed {
  const ticket = ticketAt(scope, id);
  const { workflow } = scope.rules;
  if (kindOf(workflow, ticket.status) === 'done') throw isOver(ticket);
  if (isHeld(ticket, scope.now)) {
    if (ticket.claimed_by !== scope.person.id) throw held(ticket);
    hold(scope, ticket, { until: scope.now + leaseMs, from: ticket.claimed_from, to: ticket.claimed_to });
    return { ...unchanged(ticket), already: true };
  }
  const to = startOf(scope, ticket);
  const moved = to === undefined ? [] : setStatus(scope, ticket, to);
  const from = to === undefined ? null : ticket.status;
  hold(scope, ticket, { until: scope.now + leaseMs, from, to: to ?? null });
  const assigned = changeSet(scope, 'assignee', ticket.row, { add: [scope.person.id] });
  return { ...record(scope, ticket, 'claimed', [...moved, ...assigned]), already: false };
}

/** Gives it back: to the status it came from, unless somebody has moved it since. */
export function releaseTicket(scope: Scope, id: string): Written {
  const ticket = ticketAt(scope, id);
  if (ticket.claimed_by !== scope.person.id) throw isHeld(ticket, scope.now) ? held(ticket) : notHeld(ticket);
  const { claimed_from: from, claimed_to: to } = ticket;
  const goesBack = from !== null && ticket.status === to && waysOf(scope, ticket).includes(from);
  const moved = goesBack ? setStatus(scope, ticket, from) : [];
  endClaim(scope, ticket.row);
  const assigned = changeSet(scope, 'assignee', ticket.row, { remove: [scope.person.id] });
  return record(scope, ticket, 'released', [...moved, ...assigned]);
}

/** The status of who begins: for a ticket that nobody is at, the first active one it may go to. */
function startOf(scope: Scope, ticket: TicketRow): string | undefined {
  const { workflow } = scope.rules;
  if (kindOf(workflow, ticket.status) !== 'open') return undefined;
  return waysOf(scope, ticket).find((to) => kindOf(workflow, to) === 'active');
}

/** Where it may go and nobody has to be asked: whoever claims is not. */
function waysOf({ rules: { workflow } }: Scope, { status: from }: TicketRow): string[] {
  return nextOf(workflow, from).filter((to) => !asksBefore(workflow, { from, to }));
}

function hold(
  { run, tenant, person }: Scope,
  { row }: TicketRow,
  { until, from, to }: { until: number; from: string | null; to: string | null },
): void {
  run(
    `UPDATE ticket SET claimed_by = ?, claimed_until = ?, claimed_from = ?, claimed_to = ?
     WHERE tenant = ? AND row = ?`,
    ...[person.id, until, from, to, tenant, row],
  );
}

function held({ id, claimed_by, claimed_until }: TicketRow): ToolError {
  const until = timeText(claimed_until ?? 0);
  return new ToolError('conflict', `${id} is held by ${quoted(claimed_by ?? '')} until ${until}.`, {
    hint: 'Take another one: search_tickets with ready finds those that nobody holds.',
  });
}

function notHeld({ id }: TicketRow): ToolError {
  return new ToolError('conflict', `${id} is not held by you.`, { hint: 'There is nothing to release.' });
}

function isOver({ id, status }: TicketRow): ToolError {
  return new ToolError('conflict', `${id} is ${status}: there is nothing left to do.`, {
    hint: 'Move it back with transition_ticket first, if there is.',
  });
}
