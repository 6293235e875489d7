import { defineTool } from '@ashlar/kit';
import * as z from 'zod';
import { aside, type Context, callerOf, peopleIn } from '../context.ts';
import { askingFor, inTickets, type Lines, summaryOf } from '../show/ask-first.ts';
import { calledTicket, changeLines } from '../show/change-summary.ts';
import { dayOrNothing, dryRunFlag, MOST, names, ticketId, titleText } from '../show/fields.ts';
import { refuseSecrets } from '../show/outgoing.ts';
import { triedRow, writtenRow, writtenShape } from '../show/written.ts';
import type { Change } from '../tracker/change.ts';
import type { Who } from '../tracker/tenant.ts';

export const updateTicket = defineTool({
  name: 'update_ticket',
  title: 'Update a ticket',
  description:
    'Change fields of a ticket you have read; rev is the one you saw. body replaces the text: to add to a ticket, comment.',
  input: z.object({
    id: ticketId,
    rev: z.string(),
    title: titleText.optional(),
    body: z.string().max(MOST.body).optional(),
    priority: z.string().optional(),
    type: z.string().optional(),
    addLabels: names.optional(),
    removeLabels: names.optional(),
    addAssignees: names.optional(),
    removeAssignees: names.optional(),
    due: dayOrNothing.optional(),
    parent: z.string().max(40).optional().describe("'' takes it away."),
    dryRun: dryRunFlag,
  }),
  output: writtenShape,
  access: 'write',
  hints: { destructive: true },
  approval: async ({ id, dryRun }, context: Context) =>
    dryRun === true ? 'never' : askingFor('update_ticket', inTickets(id), context),
  async preview({ id, rev: _rev, dryRun: _dryRun, ...asked }, context: Context) {
    const who = aside(context);
    const ticket = await context.tracker.get(who, id, { signal: context.signal });
    const change = changeOf(asked, who);
    const lines: Lines = (bounds) => [
      `Changes ${calledTicket(ticket)}:`,
      ...changeLines(ticket, change, bounds),
    ];
    return { summary: await summaryOf(lines, inTickets(id), context), version: ticket.rev };
  },
  async run({ id, rev, dryRun, ...asked }, context: Context) {
    const { tracker, signal } = context;
    const { title, body, addLabels, addAssignees } = asked;
    refuseSecrets({ title, body, addLabels, addAssignees });
    const who = callerOf(context);
    const written = await tracker.update(who, id, changeOf(asked, who), { rev, dryRun, signal });
    return dryRun === true ? { id: written.id, rev, ...triedRow(written) } : writtenRow(written);
  },
});

function changeOf(asked: Change, who: Who): Change {
  const { addAssignees, removeAssignees } = asked;
  return {
    ...asked,
    addAssignees: peopleIn(addAssignees, who),
    removeAssignees: peopleIn(removeAssignees, who),
  };
}
