import { type Asking, defineTool } from '@ashlar/kit';
import * as z from 'zod';
import { type Context, callerOf } from '../context.ts';
import { calledTicket } from '../show/change-summary.ts';
import { ticketId } from '../show/fields.ts';
import { seenShort } from '../show/seen.ts';
import { writtenRow, writtenShape } from '../show/written.ts';
import { projectOf } from '../tracker/ticket.ts';
import { asksBefore, kindOf } from '../tracker/workflow.ts';

export const transitionTicket = defineTool({
  name: 'transition_ticket',
  title: 'Move a ticket',
  description: 'Move a ticket to another status. A person is asked before one ends.',
  input: z.object({
    id: ticketId,
    rev: z.string(),
    to: z.string(),
    resolution: z.string().optional(),
    duplicateOf: ticketId.optional(),
  }),
  output: writtenShape,
  access: 'write',
  approval: (input, context: Context) => askingFor(input, context),
  async preview({ id, to, resolution, duplicateOf }, context: Context) {
    const ticket = await context.tracker.get(callerOf(context), id, context);
    const shown = (text: string) => seenShort(text, 60);
    const why = resolution === undefined ? '' : ` (${shown(resolution)})`;
    const same = duplicateOf === undefined ? '' : `, as a duplicate of ${shown(duplicateOf)}`;
    return {
      summary: `Moves ${calledTicket(ticket)} from ${ticket.status} to ${shown(to)}${why}${same}.`,
      version: ticket.rev,
    };
  },
  async run({ id, rev, ...move }, context: Context) {
    const { tracker, signal } = context;
    return writtenRow(await tracker.transition(callerOf(context), id, move, { rev, signal }));
  },
});

/** What the workflow wants asked, the end of a ticket first of all; where it may not go, nobody is asked. */
async function askingFor(
  { id, rev, to }: { id: string; rev: string; to: string },
  context: Context,
): Promise<Asking | undefined> {
  const { tracker, asks, signal } = context;
  const who = callerOf(context);
  const ticket = await tracker.get(who, id, { signal });
  const workflow = await tracker.workflow(who, projectOf(ticket.id), { signal });
  if (kindOf(workflow, to) === undefined) return 'never';
  // In another state than the one that is meant, nobody knows from where it will go.
  const from = ticket.rev === rev ? ticket.status : undefined;
  return asksBefore(workflow, { from, to }) || asks.has('transition_ticket') ? 'must' : undefined;
}
