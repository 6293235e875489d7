import { defineTool, ToolError } from '@ashlar/kit';
import * as z from 'zod';
import { type Context, callerOf } from '../context.ts';
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
  approval: (_input, { asks }: Context) => (asks.has('link_tickets') ? 'must' : undefined),
  async run({ id, ...change }, context: Context) {
    const { tracker, signal } = context;
    const linked = tracker.link?.(callerOf(context), id, change, { signal });
    if (linked !== undefined) return writtenRow(await linked);
    throw new ToolError('unavailable', 'This tracker keeps no links.', { retryable: false });
  },
});
