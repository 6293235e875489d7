import type { Page, Wanted } from '../tracker/query.ts';
import { badValue } from '../tracker/refusals.ts';
import type { Doing } from '../tracker/tracker.ts';
import type { RestDesk } from './desk.ts';
import { textAt, valueAt } from './json-path.ts';
import { pageQuery } from './paging.ts';
import type { Comments, History } from './profile-lists.ts';
import { idOf, type Place } from './projects.ts';
import { type Found, placeValues } from './record.ts';

/** Requests of one list. */
const MOST_REQUESTS = 20;

/** One of what happened to a ticket. */
export interface Entry {
  id: string;
  data: unknown;
}

interface Reading extends Wanted, Doing {
  isWanted(data: unknown): boolean;
}

/** Newest first, whichever way the tracker gives them; pages begin behind the id of one. */
export async function entriesOf(
  desk: RestDesk,
  source: Comments | History,
  found: Found,
  { limit, after, isWanted, signal }: Reading,
): Promise<Page<Entry>> {
  const [, page = '1', last] = /^(\d{1,6}):([\w-]{1,64})$/.exec(after ?? '') ?? [];
  if (after !== undefined && last === undefined) throw badValue('cursor', after, []);
  if (source.paging === undefined) {
    const all = (await allOf(desk, source, found, signal)).filter(({ data }) => isWanted(data));
    const from = last === undefined ? 0 : all.findIndex(({ id }) => id === last) + 1;
    const items = all.slice(from, from + limit);
    return pageOf(items, { page: 1, isMore: all.length > from + limit, total: all.length });
  }
  // Ids of what is given newest first are smaller from one to the next.
  const isBehind = ({ id }: Entry) => last === undefined || Number(id) < Number(last);
  const isMeant = (entry: Entry) => isBehind(entry) && isWanted(entry.data);
  const items: Entry[] = [];
  let [at, end, total] = [Number(page), false, undefined as number | undefined];
  for (let asked = 0; !end && items.length <= limit && asked < MOST_REQUESTS; asked += 1) {
    const read = await pageAt(desk, source, found.place, at, signal);
    items.push(...read.entries.filter(isMeant));
    total = read.total;
    end = read.entries.length < source.paging.most;
    if (items.length <= limit) at += 1;
  }
  return pageOf(items.slice(0, limit), { page: at, isMore: items.length > limit || !end, total });
}

function pageOf(
  items: readonly Entry[],
  { page, isMore, total }: { page: number; isMore: boolean; total: number | undefined },
): Page<Entry> {
  const last = items.at(-1);
  return {
    items,
    ...(total === undefined ? {} : { total }),
    // What comes meanwhile moves the rest on to later pages, never to one before.
    ...(isMore && last !== undefined ? { next: `${page}:${last.id}` } : {}),
  };
}

/** How many there are: as the tracker says, asked for one alone; counted, where it does not. */
export async function countOf(
  desk: RestDesk,
  source: Comments,
  found: Found,
  isWanted: (data: unknown) => boolean,
  { signal }: Doing,
): Promise<number> {
  if (source.paging !== undefined) {
    const { total } = await pageAt(desk, source, found.place, 1, signal, 1);
    if (total !== undefined) return total;
  }
  return (await allOf(desk, source, found, signal)).filter(({ data }) => isWanted(data)).length;
}

async function allOf(
  desk: RestDesk,
  source: Comments | History,
  { place, data }: Found,
  signal: AbortSignal | undefined,
): Promise<Entry[]> {
  const { within, request, items, order, paging } = source;
  if (paging !== undefined) return everyPage(desk, source, place, paging.most, signal);
  const answered = request === undefined ? data : (await asked(desk, request, place, {}, signal)).data;
  const entries = entriesIn(source, within === undefined ? itemsAt(answered, items) : valueAt(data, within));
  return order === 'oldest' ? entries.reverse() : entries;
}

async function everyPage(
  desk: RestDesk,
  source: Comments | History,
  place: Place,
  most: number,
  signal: AbortSignal | undefined,
): Promise<Entry[]> {
  const all: Entry[] = [];
  for (let page = 1; page <= MOST_REQUESTS; page += 1) {
    const { entries } = await pageAt(desk, source, place, page, signal);
    all.push(...entries);
    if (entries.length < most) break;
  }
  return all;
}

async function pageAt(
  desk: RestDesk,
  source: Comments | History,
  place: Place,
  page: number,
  signal: AbortSignal | undefined,
  limit?: number,
): Promise<{ entries: Entry[]; total: number | undefined }> {
  const { request, paging, items, total } = source;
  if (request === undefined || paging === undefined) return { entries: [], total: undefined };
  const { data } = await asked(desk, request, place, pageQuery(paging, page, limit), signal);
  const counted = total === undefined ? undefined : valueAt(data, total);
  return {
    entries: entriesIn(source, itemsAt(data, items)),
    total: typeof counted === 'number' ? counted : undefined,
  };
}

function asked(
  desk: RestDesk,
  request: NonNullable<Comments['request']>,
  place: Place,
  query: Record<string, string>,
  signal: AbortSignal | undefined,
) {
  return desk.ask(request, { id: idOf(place), values: placeValues(place), query, signal });
}

function entriesIn({ id }: Comments | History, items: unknown): Entry[] {
  return (Array.isArray(items) ? items : []).flatMap((data) => {
    const said = textAt(data, id);
    return said === undefined ? [] : [{ id: said, data }];
  });
}

export function itemsAt(data: unknown, path: string): unknown {
  return path === '' ? data : valueAt(data, path);
}
