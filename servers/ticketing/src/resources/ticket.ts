import { coalesced, defineResource } from '@ashlar/kit';
import { callerOf } from '../context.ts';
import type { Desk } from '../open-tracker.ts';
import { seen } from '../show/seen.ts';
import { commentRow, historyRow, ticketRow } from '../show/ticket-row.ts';
import { completeTicket } from '../show/told-ticket.ts';
import { whoOf } from '../tracker/tenant.ts';
import { idIn } from './ticket-uri.ts';

const mimeType = 'application/json';
/** Comments, and entries of the history, that come with a ticket. */
const MOST = 50;
/** Milliseconds within which several changes count as one. */
const SETTLE_MS = 50;

type Place = Pick<Desk, 'tracker' | 'asks' | 'as' | 'customerScope'>;

export const ticket = defineResource<Place>({
  name: 'ticket',
  title: 'Ticket',
  description: 'A ticket with its text, and the last 50 comments and changes.',
  uri: 'ticket://{project}/{id}',
  mimeType,
  async read(uri, variables, context) {
    const { tracker, signal } = context;
    const who = callerOf(context);
    const found = await tracker.get(who, idIn(variables), { signal });
    const comments = await tracker.comments(who, found.id, { limit: MOST }, { signal });
    const history = await tracker.history?.(who, found.id, { limit: MOST }, { signal });
    const { comments: total, ...row } = ticketRow(found);
    const whole = {
      ...row,
      body: seen(found.body),
      comments: comments.items.map(commentRow),
      commentsInAll: total,
      ...(history === undefined
        ? {}
        : { history: history.items.map(historyRow), changesInAll: history.total }),
    };
    return { contents: [{ uri, mimeType, text: JSON.stringify(whole) }] };
  },
  complete: {
    project: async (typed, { tracker }) =>
      tracker.projects.filter((key) => key.toUpperCase().startsWith(typed.toUpperCase())),
    id: completeTicket,
  },
  async watch(uri, changed, desk, caller) {
    // Updates are told by URI, to whoever asked for it: those of tenants would be told to others.
    if (caller.tenant !== undefined) return () => {};
    const id = uri.slice(uri.lastIndexOf('/') + 1);
    const telling = coalesced(SETTLE_MS, changed);
    const forget = await desk.tracker.watch?.(whoOf(caller, desk.as, desk.customerScope), (ids) => {
      if (ids.includes(id)) telling.happened();
    });
    return () => {
      forget?.();
      telling.stop();
    };
  },
});
