import { defineTool } from '@ashlar/kit';
import * as z from 'zod';
import { openCursor, sealCursor } from '../asking/cursor.ts';
import { type Context, callerOf } from '../context.ts';
import { ticketId } from '../show/fields.ts';
import { PARTS, type Part, partOf } from '../show/ticket-parts.ts';
import { attachmentShape, commentShape, historyShape, ticketRow, ticketShape } from '../show/ticket-row.ts';
import { projectOf } from '../tracker/ticket.ts';
import { nextOf } from '../tracker/workflow.ts';

/** Bytes of what people wrote in one answer; the rest is the ticket itself, and what the protocol adds. */
const TEXT_BYTES = 11_000;
const USUAL: Part[] = ['body', 'comments'];

export const getTicket = defineTool({
  name: 'get_ticket',
  title: 'Get a ticket',
  description:
    'A ticket with its text and where it may go; comments and history newest first. What more says is left comes with its cursor.',
  input: z.object({
    id: ticketId,
    include: z.array(z.enum(PARTS)).optional().describe('Default body, comments.'),
    cursor: z.string().optional(),
  }),
  output: z.object({
    ticket: ticketShape.optional(),
    next: z.array(z.string()).optional(),
    body: z.string().optional(),
    comments: z.array(commentShape).optional(),
    history: z.array(historyShape).optional(),
    attachments: z.array(attachmentShape).optional(),
    more: z.array(z.object({ of: z.enum(PARTS), cursor: z.string() })).optional(),
  }),
  access: 'read',
  async run({ id, include = USUAL, cursor }, context: Context) {
    const { tracker, signal, handles } = context;
    const who = callerOf(context);
    const ticket = await tracker.get(who, id, { signal });
    const at = cursor === undefined ? undefined : placeOf(await openCursor(handles, ticket.id, cursor));
    const parts: readonly Part[] = at === undefined ? include : [at.of];
    const bytes = Math.floor(TEXT_BYTES / Math.max(1, parts.length));
    const found = await Promise.all(
      parts.map((of) => partOf(of, ticket, { tracker, who, signal, after: at?.after, bytes })),
    );
    const more = await Promise.all(
      found.flatMap(({ of, next }) => (next === undefined ? [] : [sealed(handles, ticket.id, of, next)])),
    );
    const workflow = await tracker.workflow(who, projectOf(ticket.id), { signal });
    return {
      ...(at === undefined ? { ticket: ticketRow(ticket), next: nextOf(workflow, ticket.status) } : {}),
      ...Object.assign({}, ...found.map(({ of, content }) => ({ [of]: content }))),
      ...(more.length === 0 ? {} : { more }),
    };
  },
});

async function sealed(handles: Context['handles'], id: string, of: Part, next: string) {
  return { of, cursor: await sealCursor(handles, id, `${of} ${next}`) };
}

function placeOf(place: string): { of: Part; after: string } {
  const [of = 'body', after = ''] = place.split(' ');
  return { of: of as Part, after };
}
