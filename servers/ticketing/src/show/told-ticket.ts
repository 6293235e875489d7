import { aside, type Context, callerOf } from '../context.ts';
import { seen } from '../show/seen.ts';
import { commentRow, historyRow, ticketRow } from '../show/ticket-row.ts';

/** Comments, and entries of the history, that a prompt brings. */
const MOST = 20;
/** Tickets that are offered, and pages that are looked at for them. */
const MOST_OFFERED = 50;
const MOST_PAGES = 4;

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

/** Ids for what was typed: those changed last, of the project that it begins with. */
export async function completeTicket(typed: string, context: Context): Promise<string[]> {
  const { tracker, signal } = context;
  const begins = typed.toUpperCase();
  const [project, ...others] = tracker.projects.filter((key) => isBegun(key.toUpperCase(), begins));
  if (project === undefined) return [];
  const query = others.length === 0 ? { project } : {};
  const ids: string[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < MOST_PAGES && ids.length < MOST_OFFERED; pages += 1) {
    const wanted = { limit: MOST_OFFERED, after };
    const { items, next } = await tracker.search(aside(context), query, wanted, { signal });
    ids.push(...items.map(({ id }) => id).filter((id) => id.toUpperCase().startsWith(begins)));
    if (next === undefined) break;
    after = next;
  }
  return ids.slice(0, MOST_OFFERED);
}

/** Whether an id of the project may begin so, or goes on so. */
function isBegun(key: string, typed: string): boolean {
  return `${key}-`.startsWith(typed.slice(0, key.length + 1));
}
