import { ToolError } from '@ashlar/kit/errors';
import { quoted } from '@ashlar/kit/files';
import { asksBefore, kindOf, nextOf } from '../tracker/workflow.ts';
import type { Columns, Edit } from './edit.ts';
import { toStatus, UNHELD } from './move.ts';
import { isHeld, type TicketRow, timeText } from './rows.ts';
import type { Moment, Rules } from './rules.ts';
import { changedSet, setChange } from './sets.ts';

const NOTHING = { columns: {}, changed: [] };

/**
 * What taking a ticket for a person does to it. Who holds it already only holds it for longer, which is no event.
 * Throws `ToolError` (`conflict`) where somebody else holds it, and where nothing is left to do.
 */
export function claim(
  { person, now, rules }: Moment,
  ticket: TicketRow,
  leaseMs: number,
): { prolonged: Columns } | { edit: Edit } {
  if (kindOf(rules.workflow, ticket.status) === 'done') throw isOver(ticket);
  const until = { claimed_until: now + leaseMs };
  if (isHeld(ticket, now)) {
    if (ticket.claimed_by !== person.id) throw held(ticket);
    return { prolonged: until };
  }
  const to = startOf(rules, ticket);
  const moved = to === undefined ? NOTHING : toStatus(ticket, to);
  const from = to === undefined ? null : ticket.status;
  const assignees = setChange(JSON.parse(ticket.assignees), { add: [person.id] });
  return {
    edit: {
      what: 'claimed',
      changed: [...moved.changed, ...changedSet('assignees', assignees)],
      columns: {
        ...moved.columns,
        ...until,
        claimed_by: person.id,
        claimed_from: from,
        claimed_to: to ?? null,
      },
      assignees,
    },
  };
}

/** What giving it back does: to the status it came from, unless somebody has moved it since. */
export function release({ person, now, rules }: Moment, ticket: TicketRow): Edit {
  if (ticket.claimed_by !== person.id) throw isHeld(ticket, now) ? held(ticket) : notHeld(ticket);
  const { claimed_from: from, claimed_to: to } = ticket;
  const goesBack = from !== null && ticket.status === to && waysOf(rules, ticket).includes(from);
  const moved = goesBack ? toStatus(ticket, from) : NOTHING;
  const assignees = setChange(JSON.parse(ticket.assignees), { remove: [person.id] });
  return {
    what: 'released',
    changed: [...moved.changed, ...changedSet('assignees', assignees)],
    columns: { ...moved.columns, ...UNHELD },
    assignees,
  };
}

/** The status of who begins: for a ticket that nobody is at, the first active one it may go to. */
function startOf(rules: Rules, ticket: TicketRow): string | undefined {
  const { workflow } = rules;
  if (kindOf(workflow, ticket.status) !== 'open') return undefined;
  return waysOf(rules, ticket).find((to) => kindOf(workflow, to) === 'active');
}

/** Where it may go and nobody has to be asked: whoever claims is not. */
function waysOf({ workflow }: Rules, { status: from }: TicketRow): string[] {
  return nextOf(workflow, from).filter((to) => !asksBefore(workflow, { from, to }));
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
