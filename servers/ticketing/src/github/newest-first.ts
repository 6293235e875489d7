import type { Page, Wanted } from '../tracker/query.ts';
import { PAGE } from './desk.ts';

/** What GitHub answers for one page of a list that it gives oldest first, and which page is the last (`Link`). */
export interface Leaf<T> {
  items: readonly T[];
  last: number;
}

interface Reading<T> {
  /** Which page to read first, from 1. */
  from: number;
  /** Nothing behind that page is wanted, so that it need not be the last. */
  isBounded?: boolean | undefined;
  read(page: number): Promise<Leaf<T>>;
  /** Whether one is wanted: what was shown before is not. */
  isWanted(item: T, place: number): boolean;
}

/** One of a list with its place in it, from 1. */
export interface Placed<T> {
  item: T;
  place: number;
}

/** Reads backwards until there is enough. Gives newest first, and whether older ones are left. */
export async function newestFirst<T>(
  { from, isBounded = false, read, isWanted }: Reading<T>,
  { limit }: Pick<Wanted, 'limit'>,
): Promise<{ found: Placed<T>[]; isMore: boolean; total?: number }> {
  const first = await read(from);
  // What was written meanwhile may have begun a new page, and what was taken out may have ended one.
  const begin = isBounded ? Math.min(from, first.last) : first.last;
  const start = begin === from ? first : await read(begin);
  const found: Placed<T>[] = [];
  for (let page = begin, leaf = start; ; leaf = await read(page)) {
    const placed = leaf.items.map((item, at) => ({ item, place: (page - 1) * PAGE + at + 1 }));
    found.push(...placed.reverse().filter(({ item, place }) => isWanted(item, place)));
    page -= 1;
    if (found.length > limit || page < 1) break;
  }
  const total = (begin - 1) * PAGE + start.items.length;
  return {
    found: found.slice(0, limit),
    isMore: found.length > limit,
    ...(begin < first.last ? {} : { total }),
  };
}

/** The number of the last page, of the header `Link`; without one, the page is the last. */
export function lastPage(link: string | undefined, page: number): number {
  const [, last] = /[?&]page=(\d{1,6})[^>]*>;\s*rel="last"/.exec(link ?? '') ?? [];
  return last === undefined ? page : Number(last);
}

/** A page of a list whose ids are made of what is shown last. */
export function pageFrom<T, U>(
  { found, isMore, total }: { found: readonly Placed<T>[]; isMore: boolean; total?: number },
  shown: (one: Placed<T>) => U,
  next: (last: Placed<T>) => string,
): Page<U> {
  const last = found.at(-1);
  return {
    items: found.map(shown),
    ...(total === undefined ? {} : { total }),
    ...(isMore && last !== undefined ? { next: next(last) } : {}),
  };
}
