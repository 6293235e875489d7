import { type Asking, defineTool } from '@ashlar/kit';
import * as z from 'zod';
import { type Context, callerOf } from '../context.ts';
import { calledTicket } from '../show/change-summary.ts';
import { dryRunFlag, ticketId } from '../show/fields.ts';
import { seenShort } from '../show/seen.ts';
import { triedRow, writtenRow, writtenShape } from '../show/written.ts';
import { projectOf } from '../tracker/ticket.ts';
import { kindOf } from '../tracker/workflow.ts';

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
    dryRun: dryRunFlag,
  }),
  output: writtenShape,
  access: 'write',
  approval: async ({ id, to, dryRun }, context: Context) =>
    dryRun === true ? 'never' : askingFor(id, to, context),
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
  async run({ id, rev, dryRun, ...move }, context: Context) {
    const { tracker, signal } = context;
    const written = await tracker.transition(callerOf(context), id, move, { rev, dryRun, signal });
    return dryRun === true ? { id: written.id, rev, ...triedRow(written) } : writtenRow(written);
  },
});

/** The end of a ticket is for a person to decide; where it may not go, nobody is asked. */
async function askingFor(id: string, to: string, context: Context): Promise<Asking | undefined> {
  const { tracker, asks, signal } = context;
  const who = callerOf(context);
  const ticket = await tracker.get(who, id, { signal });
  const kind = kindOf(await tracker.workflow(who, projectOf(ticket.id), { signal }), to);
  if (kind === undefined) return 'never';
  return kind === 'done' || asks.has('transition_ticket') ? 'must' : undefined;
}
