import { defineTool, ToolError } from '@ashlar/kit';
import * as z from 'zod';
import { intentOf } from '../asking/intent.ts';
import { aside, type Context, callerOf, visibilityOf } from '../context.ts';
import { askingFor, inPublic, inTeam, summaryOf } from '../show/ask-first.ts';
import { calledTicket } from '../show/change-summary.ts';
import { keyText, MOST, ticketId } from '../show/fields.ts';
import { refuseSecrets } from '../show/outgoing.ts';
import { seen } from '../show/seen.ts';
import { writtenRow, writtenShape } from '../show/written.ts';

export const commentTicket = defineTool({
  name: 'comment_ticket',
  title: 'Comment on a ticket',
  description: 'Add a comment. A person is asked before others than the team see it.',
  input: z.object({
    id: ticketId,
    body: z.string().trim().min(1).max(MOST.comment),
    visibility: z.enum(['internal', 'public']).optional().describe('Default internal.'),
    key: keyText.optional().describe('Any text; repeat it when you retry the same comment.'),
  }),
  output: writtenShape,
  access: 'write',
  approval: async ({ id, visibility }, context: Context) =>
    visibilityOf(context, visibility) === 'public'
      ? 'must'
      : askingFor('comment_ticket', inTeam(id), context),
  async preview({ id, body, visibility }, context: Context) {
    const { tracker, signal } = context;
    const isPublic = visibilityOf(context, visibility) === 'public';
    if (isPublic) checkLength(body);
    const ticket = await tracker.get(aside(context), id, { signal });
    const what = isPublic ? 'Answers, for others to see,' : 'Comments, for the team,';
    const lines = () => [`${what} on ${calledTicket(ticket)}:`, ...quotedLines(body)];
    const writing = isPublic ? inPublic : inTeam(id);
    // Somebody who has written meanwhile may have said it, or have asked for something else.
    return {
      summary: await summaryOf(lines, writing, context, { whole: isPublic }),
      version: ticket.rev,
    };
  },
  async run({ id, body, visibility: wanted, key }, context: Context) {
    const { tracker, signal } = context;
    const visibility = visibilityOf(context, wanted);
    if (visibility === 'public') checkLength(body);
    refuseSecrets({ body });
    const intent = intentOf({ id: id.trim().toUpperCase(), body, visibility }, key);
    return writtenRow(await tracker.comment(callerOf(context), id, { body, visibility }, { intent, signal }));
  },
});

/** A line of a comment cannot pass for one of the question. */
function quotedLines(body: string): string[] {
  return seen(body)
    .split('\n')
    .map((line) => `> ${line}`);
}

/** A person approves what they see, and so all of it has to be seen. */
function checkLength(body: string): void {
  if (body.length <= MOST.publicComment) return;
  throw new ToolError(
    'invalid_input',
    `body: a public comment must have at most ${MOST.publicComment} characters.`,
    {
      hint: 'A person has to see all of it before it is sent: make it shorter.',
    },
  );
}
