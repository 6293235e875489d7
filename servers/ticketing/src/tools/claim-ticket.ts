import { defineTool, ToolError } from '@ashlar/kit';
import * as z from 'zod';
import { type Context, callerOf } from '../context.ts';
import { ticketId } from '../show/fields.ts';
import { writtenRow, writtenShape } from '../show/written.ts';

const MINUTE_MS = 60_000;
const DEFAULT_MINUTES = 60;

export const claimTicket = defineTool({
  name: 'claim_ticket',
  title: 'Claim a ticket',
  description:
    'Take a ticket before you work on it: of many who try one gets it. It is assigned to you and begun.',
  input: z.object({
    id: ticketId,
    minutes: z
      .int()
      .min(1)
      .max(1_440)
      .optional()
      .describe(`Default ${DEFAULT_MINUTES}; claim again to hold it longer.`),
    release: z.boolean().optional().describe('Give it back.'),
  }),
  output: writtenShape.extend({ already: z.boolean().optional() }),
  access: 'write',
  hints: { idempotent: true },
  approval: (_input, { asks }: Context) => (asks.has('claim_ticket') ? 'must' : undefined),
  async run({ id, minutes = DEFAULT_MINUTES, release = false }, context: Context) {
    const { tracker, signal } = context;
    const who = callerOf(context);
    if (release) return writtenRow(await given(tracker.release?.(who, id, { signal })));
    const claimed = await given(tracker.claim?.(who, id, minutes * MINUTE_MS, { signal }));
    return { ...writtenRow(claimed), ...(claimed.already ? { already: true } : {}) };
  },
});

/** The tool is not offered where a tracker keeps no claims. */
function given<T>(done: Promise<T> | undefined): Promise<T> {
  if (done !== undefined) return done;
  throw new ToolError('unavailable', 'This tracker keeps no claims.', { retryable: false });
}
