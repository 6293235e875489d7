import { defineTool } from '@ashlar/kit';
import * as z from 'zod';
import { openCursor, sealCursor } from '../asking/cursor.ts';
import { intentOf } from '../asking/intent.ts';
import { type Context, callerOf } from '../context.ts';
import { briefRow, briefShape } from '../show/brief-row.ts';
import { inUtc, ticketId, time } from '../show/fields.ts';

const DEFAULT_LIMIT = 20;

export const searchTickets = defineTool({
  name: 'search_tickets',
  title: 'Search tickets',
  description: 'Find tickets, best first; without a query the last changed first.',
  input: z.object({
    query: z.string().optional().describe('Words.'),
    project: z.string().optional(),
    status: z.array(z.string()).optional(),
    kind: z.enum(['open', 'active', 'done']).optional(),
    priority: z.string().optional(),
    type: z.string().optional(),
    assignee: z.string().optional().describe('me is you.'),
    labels: z.array(z.string()).optional().describe('All of them.'),
    parent: ticketId.optional(),
    ready: z.boolean().optional().describe('Open, unclaimed, not blocked.'),
    updatedSince: time.optional(),
    limit: z.int().min(1).max(50).optional().describe(`Default ${DEFAULT_LIMIT}.`),
    cursor: z.string().optional(),
  }),
  output: z.object({
    tickets: z.array(briefShape),
    nextCursor: z.string().optional(),
    total: z.number().optional(),
  }),
  access: 'read',
  async run({ limit = DEFAULT_LIMIT, cursor, query, assignee, updatedSince, ...rest }, context: Context) {
    const { tracker, signal, handles } = context;
    const who = callerOf(context);
    const person = assignee === 'me' ? who.person.id : assignee;
    const since = updatedSince === undefined ? undefined : inUtc(updatedSince);
    const asked = { ...rest, text: query, assignee: person, updatedSince: since };
    const question = intentOf({ ...asked, limit }, undefined).hash;
    const after = cursor === undefined ? undefined : await openCursor(handles, question, cursor);
    const { items, next, total } = await tracker.search(who, defined(asked), { limit, after }, { signal });
    return {
      tickets: items.map(briefRow),
      ...(next === undefined ? {} : { nextCursor: await sealCursor(handles, question, next) }),
      ...(total === undefined ? {} : { total }),
    };
  },
});

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function defined<T extends object>(given: T): Defined<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Defined<T>;
}
