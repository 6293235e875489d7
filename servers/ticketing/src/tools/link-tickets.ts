import { defineTool, ToolError } from '@ashlar/kit';
import * as z from 'zod';
import { aside, type Context, callerOf } from '../context.ts';
import { askingFor, inTickets, summaryOf } from '../show/ask-first.ts';
import { calledTicket } from '../show/change-summary.ts';
import { ticketId } from '../show/fields.ts';
import { writtenRow, writtenShape } from '../show/written.ts';
import { RELATIONS } from '../tracker/ticket.ts';

export const linkTickets = defineTool({
  name: 'link_tickets',
  title: 'Link tickets',
  description: 'Say what a ticket is to another, or take that back.',
  input: z.object({
    id: ticketId,
    relation: z.enum(RELATIONS),
    target: ticketId,
    remove: z.boolean().optional(),
  }),
  output: writtenShape,
  access: 'write',
  hints: { idempotent: true },
  // Both ends show it.
  approval: ({ id, target }, context: Context) => askingFor('link_tickets', inTickets(id, target), context),
  async preview({ id, relation, target, remove = false }, context: Context) {
    const { tracker, signal } = context;
    const one = await tracker.get(aside(context), id, { signal });
    const other = await tracker.get(aside(context), target, { signal });
    const link = `${calledTicket(one)} ${relation} ${calledTicket(other)}`;
    const line = remove ? `No longer says: ${link}.` : `Says: ${link}.`;
    const summary = await summaryOf(() => [line], inTickets(id, target), context);
    return { summary, version: `${one.rev} ${other.rev}` };
  },
  async run({ id, ...change }, context: Context) {
    const { tracker, signal } = context;
    const linked = tracker.link?.(callerOf(context), id, change, { signal });
    if (linked !== undefined) return writtenRow(await linked);
    throw new ToolError('unavailable', 'This tracker keeps no links.', { retryable: false });
  },
});
