import { type Asking, defineTool } from '@ashlar/kit';
import * as z from 'zod';
import { aside, type Context, callerOf } from '../context.ts';
import { askingFor, inTickets, summaryOf } from '../show/ask-first.ts';
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
  approval: async ({ id, to, duplicateOf, dryRun }, context: Context) =>
    dryRun === true ? 'never' : asking({ id, to, duplicateOf }, context),
  async preview({ id, to, resolution, duplicateOf }, context: Context) {
    const ticket = await context.tracker.get(aside(context), id, context);
    const shown = (text: string) => seenShort(text, 60);
    const why = resolution === undefined ? '' : ` (${shown(resolution)})`;
    const same = duplicateOf === undefined ? '' : `, as a duplicate of ${shown(duplicateOf)}`;
    const line = `Moves ${calledTicket(ticket)} from ${ticket.status} to ${shown(to)}${why}${same}.`;
    return {
      summary: await summaryOf(() => [line], inTickets(id, duplicateOf), context),
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
async function asking(
  { id, to, duplicateOf }: { id: string; to: string; duplicateOf?: string | undefined },
  context: Context,
): Promise<Asking | undefined> {
  const { tracker, signal } = context;
  const who = aside(context);
  const ticket = await tracker.get(who, id, { signal });
  const kind = kindOf(await tracker.workflow(who, projectOf(ticket.id), { signal }), to);
  if (kind === undefined) return 'never';
  return kind === 'done' ? 'must' : askingFor('transition_ticket', inTickets(id, duplicateOf), context);
}
