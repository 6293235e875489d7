import { aside, type Context, callerOf } from '../context.ts';
import { seen } from '../show/seen.ts';
import { commentRow, historyRow, ticketRow } from '../show/ticket-row.ts';

/** Comments, and entries of the history, that a prompt brings. */
const MOST = 20;
/** Tickets that are offered. */
const MOST_OFFERED = 50;

/** A ticket as data for a message of its own: text, comments and history with it. */
export async function toldTicket(context: Context, id: string): Promise<string> {
  const { tracker, signal } = context;
  const who = callerOf(context);
  const ticket = await tracker.get(who, id, { signal });
  const comments = await tracker.comments(who, ticket.id, { limit: MOST }, { signal });
  const history = await tracker.history?.(who, ticket.id, { limit: MOST }, { signal });
  return JSON.stringify({
    ...ticketRow(ticket),
    body: seen(ticket.body),
    latestComments: comments.items.map(commentRow),
    ...(history === undefined ? {} : { history: history.items.map(historyRow) }),
  });
}

/** Ids for what was typed: those changed last. */
export async function completeTicket(typed: string, context: Context): Promise<string[]> {
  const { tracker, signal } = context;
  const { items } = await tracker.search(aside(context), {}, { limit: MOST_OFFERED }, { signal });
  const begins = typed.toUpperCase();
  return items.map(({ id }) => id).filter((id) => id.toUpperCase().startsWith(begins));
}
