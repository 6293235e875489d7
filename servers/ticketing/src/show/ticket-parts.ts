import type { Who } from '../tracker/tenant.ts';
import type { Ticket } from '../tracker/ticket.ts';
import type { Tracker } from '../tracker/tracker.ts';
import { seen } from './seen.ts';
import { sliceOf } from './text-slice.ts';
import { attachmentRow, commentRow, historyRow } from './ticket-row.ts';

/** What a ticket has that may be long. */
export const PARTS = ['body', 'comments', 'history', 'attachments'] as const;
export type Part = (typeof PARTS)[number];

/** Comments, or entries of a history, of one answer. */
const MOST_ROWS = 20;

interface Asked {
  tracker: Tracker;
  who: Who;
  signal: AbortSignal;
  /** Where an answer before ended; undefined for the beginning. */
  after: string | undefined;
  /** UTF-8 bytes of this part, about. */
  bytes: number;
}

export interface FoundPart {
  of: Part;
  content: unknown;
  /** Where it goes on; undefined at its end. */
  next: string | undefined;
}

/** As much of a part as fits, from where an answer ended. */
export async function partOf(of: Part, ticket: Ticket, asked: Asked): Promise<FoundPart> {
  if (of === 'body') return bodyPart(ticket, asked);
  const { tracker, who, signal, after, bytes } = asked;
  const wanted = { limit: MOST_ROWS, after };
  if (of === 'comments') return commentsPart(ticket, asked);
  if (of === 'attachments') {
    const { items = [], next } = (await tracker.attachments?.(who, ticket.id, wanted, { signal })) ?? {};
    const rows = within(items.map(attachmentRow), bytes);
    return { of, content: rows, next: rows.length < items.length ? rows.at(-1)?.id : next };
  }
  const { items = [], next } = (await tracker.history?.(who, ticket.id, wanted, { signal })) ?? {};
  const rows = within(items.map(historyRow), bytes);
  return { of, content: rows, next: rows.length < items.length ? rows.at(-1)?.rev : next };
}

/** A comment that is longer than an answer is given in parts: its number and how much of it was given. */
async function commentsPart(
  ticket: Ticket,
  { tracker, who, signal, after, bytes }: Asked,
): Promise<FoundPart> {
  const [place, from] = after?.split(':') ?? [];
  const wanted = { limit: MOST_ROWS, ...(place === undefined || place === '' ? {} : { after: place }) };
  const { items, next } = await tracker.comments(who, ticket.id, wanted, { signal });
  const all = items.map(commentRow);
  const [first] = all;
  if (first !== undefined && (from !== undefined || Buffer.byteLength(first.body) > bytes)) {
    const { part, next: end } = sliceOf(first.body, Number(from ?? 0), bytes);
    const goesOn = all.length > 1 || next !== undefined ? first.id : undefined;
    return {
      of: 'comments',
      content: [{ ...first, body: part }],
      next: end === undefined ? goesOn : `${place ?? ''}:${end}`,
    };
  }
  const rows = within(all, bytes);
  return { of: 'comments', content: rows, next: rows.length < all.length ? rows.at(-1)?.id : next };
}

function bodyPart({ body }: Ticket, { after, bytes }: Asked): FoundPart {
  const { part, next } = sliceOf(seen(body), Number(after ?? 0), bytes);
  return { of: 'body', content: part, next: next === undefined ? undefined : String(next) };
}

/** The first rows that fit; the first does in any case. */
function within<Row>(rows: readonly Row[], bytes: number): Row[] {
  let left = bytes;
  return rows.filter((row, at) => {
    left -= Buffer.byteLength(JSON.stringify(row));
    return at === 0 || left >= 0;
  });
}
