import type { Page, Wanted } from '../tracker/query.ts';
import type { Brief } from '../tracker/ticket.ts';
import { type BriefRow, briefOf } from './rows.ts';

/** A page of a list of tickets: `rows` are one more than wanted, where there are more. */
export function briefPage(
  rows: readonly BriefRow[],
  { limit, after, now }: Wanted & { now: number },
  nextOf: (last: BriefRow) => string,
): Page<Brief> {
  const items = rows.slice(0, limit).map((row) => briefOf(row, now));
  const last = rows[limit - 1];
  if (rows.length > limit && last !== undefined) return { items, next: nextOf(last) };
  return { items, ...(after === undefined ? { total: items.length } : {}) };
}

/** A page of what is numbered from 1 to `total`, newest first: it ends with 1, or the next begins behind its last. */
export function numberedPage<Row, T>(
  rows: readonly Row[],
  { total, numberOf, shown }: { total: number; numberOf(row: Row): number; shown(row: Row): T },
): Page<T> {
  const last = rows.at(-1);
  const isMore = last !== undefined && numberOf(last) > 1;
  return { items: rows.map(shown), total, ...(isMore ? { next: String(numberOf(last)) } : {}) };
}
