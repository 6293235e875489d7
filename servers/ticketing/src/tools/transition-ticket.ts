import { type Asking, defineTool } from '@ashlar/kit';
import * as z from 'zod';
import { aside, type Context, callerOf } from '../context.ts';
import { askingFor, inTickets, summaryOf } from '../show/ask-first.ts';
import { calledTicket } from '../show/change-summary.ts';
import { dryRunFlag, ticketId } from '../show/fields.ts';
import { seenShort } from '../show/seen.ts';
import { triedRow, writtenRow, writtenShape } from '../show/written.ts';
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
    dryRun: dryRunFlag,
  }),
  output: writtenShape,
  access: 'write',
  approval: async ({ dryRun, ...input }, context: Context) =>
    dryRun === true ? 'never' : asking(input, context),
  async preview({ id, to, resolution, duplicateOf }, context: Context) {
    const ticket = await context.tracker.get(aside(context), id, context);
    const shown = (text: string) => seenShort(text, 60);
    const why = resolution === undefined ? '' : ` (${shown(resolution)})`;
    const same = duplicateOf === undefined ? '' : `, as a duplicate of ${shown(duplicateOf)}`;
    const line = `Moves ${calledTicket(ticket)} from ${shown(ticket.status)} to ${shown(to)}${why}${same}.`;
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

/** What the workflow wants asked, the end of a ticket first of all; where it may not go, nobody is asked. */
async function asking(
  { id, rev, to, duplicateOf }: { id: string; rev: string; to: string; duplicateOf?: string | undefined },
  context: Context,
): Promise<Asking | undefined> {
  const { tracker, signal } = context;
  const who = aside(context);
  const ticket = await tracker.get(who, id, { signal });
  const workflow = await tracker.workflow(who, projectOf(ticket.id), { signal });
  if (kindOf(workflow, to) === undefined) return 'never';
  // In another state than the one that is meant, nobody knows from where it will go.
  const from = ticket.rev === rev ? ticket.status : undefined;
  if (asksBefore(workflow, { from, to })) return 'must';
  return askingFor('transition_ticket', inTickets(id, duplicateOf), context);
}
