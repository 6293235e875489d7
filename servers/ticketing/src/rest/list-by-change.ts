import type { Page, Wanted } from '../tracker/query.ts';
import type { Brief } from '../tracker/ticket.ts';
import type { Doing } from '../tracker/tracker.ts';
import type { RestDesk } from './desk.ts';
import { itemsAt } from './entries.ts';
import { valueAt } from './json-path.ts';
import { secondText } from './listing.ts';
import { pageQuery } from './paging.ts';
import type { Search } from './profile-lists.ts';
import type { Query } from './profile-parts.ts';
import type { Project } from './projects.ts';
import { briefOf, placeIn } from './record.ts';

/** Requests of one list, and tickets that each asks for at least: many may not be meant. */
const MOST_REQUESTS = 10;
const LEAST = 10;

/** A ticket of a list, and all that the tracker says of it there. */
export interface Listed {
  brief: Brief;
  data: unknown;
}

interface Asked {
  project: Project;
  /** The question, for tickets that have not changed since a second. */
  query(until: string | undefined): Promise<Query>;
  /** Held against what comes, whatever the tracker was asked. */
  isMeant(listed: Listed): boolean;
}

/** Where a list goes on: at the second of its last ticket, of which these were shown. */
interface Place {
  second: number;
  shown: readonly string[];
}

/**
 * Last changed first. Trackers count pages, and what changes moves all that stands behind it: so a page begins where the
 * last one ended, by the time.
 */
export async function listByChange(
  desk: RestDesk,
  search: Search,
  { project, query, isMeant }: Asked,
  { limit, after, signal }: Wanted & Doing,
): Promise<Page<Listed>> {
  const place = placeOf(after);
  const asked = await query(Number.isFinite(place.second) ? secondText(place.second * 1000) : undefined);
  const size = Math.min(search.paging?.most ?? limit, Math.max(LEAST, limit + place.shown.length + 1));
  const items: Listed[] = [];
  let [isEnd, isExact, total] = [false, true, undefined as number | undefined];
  let reached = place.second;
  for (let page = 1; !isEnd && items.length <= limit && page <= MOST_REQUESTS; page += 1) {
    const paged = search.paging === undefined ? {} : pageQuery(search.paging, page, size);
    const { data } = await desk.ask(search.request, {
      project: project.name,
      values: { project: project.name, projectId: project.id },
      query: { ...asked, ...paged },
      signal,
    });
    const raw = itemsAt(data, search.items);
    const all = Array.isArray(raw) ? raw : [];
    const own = listedIn(desk, project, all);
    reached = Math.min(reached, ...own.map(({ brief }) => secondOf(brief)));
    const meant = own.filter((one) => isMeant(one) && isBehind(place, one.brief));
    items.push(...(search.paging === undefined ? meant.sort(byChange) : meant));
    isExact &&= meant.length === all.length;
    total = search.total === undefined ? undefined : asNumber(valueAt(data, search.total));
    isEnd = search.paging === undefined || all.length < size;
  }
  const shown = items.slice(0, limit);
  // What was read and not meant is not read again: the next page begins behind it.
  const until = items.length > limit ? secondOfLast(shown) : reached;
  return pageOf(shown, place, {
    until,
    isMore: items.length > limit || !isEnd,
    total: isExact ? total : undefined,
  });
}

function pageOf(
  shown: readonly Listed[],
  before: Place,
  { until, isMore, total }: { until: number; isMore: boolean; total: number | undefined },
): Page<Listed> {
  const isFirst = !Number.isFinite(before.second);
  const counted = isMore ? total : shown.length;
  return {
    items: shown,
    ...(isMore && Number.isFinite(until) ? { next: placeText(shown, before, until) } : {}),
    ...(isFirst && counted !== undefined ? { total: counted } : {}),
  };
}

function listedIn(desk: RestDesk, project: Project, items: readonly unknown[]): Listed[] {
  return items.flatMap((data) => {
    const place = placeIn(desk.profile, data, { project });
    return place === undefined
      ? []
      : [{ brief: briefOf(desk.profile, { place, data, etag: undefined }), data }];
  });
}

function byChange({ brief: a }: Listed, { brief: b }: Listed): number {
  return secondOf(b) - secondOf(a) || (a.id < b.id ? 1 : -1);
}

function isBehind({ second, shown }: Place, brief: Brief): boolean {
  const at = secondOf(brief);
  return at < second || (at === second && !shown.includes(numberOf(brief)));
}

function placeOf(after: string | undefined): Place {
  const [second = '', ...shown] = (after ?? '').split('.');
  return /^\d{1,11}$/.test(second)
    ? { second: Number(second), shown }
    : { second: Number.POSITIVE_INFINITY, shown: [] };
}

function placeText(shown: readonly Listed[], before: Place, until: number): string {
  // A whole round of requests in one second, and nothing of it meant: the rest of that second is left out.
  const second = shown.length === 0 && until === before.second ? until - 1 : until;
  const now = shown.filter(({ brief }) => secondOf(brief) === second).map(({ brief }) => numberOf(brief));
  return [second, ...(second === before.second ? before.shown : []), ...now].join('.');
}

function secondOfLast(shown: readonly Listed[]): number {
  return Math.min(...shown.map(({ brief }) => secondOf(brief)));
}

function secondOf({ updated }: Brief): number {
  return Math.floor(Date.parse(updated) / 1000) || 0;
}

function numberOf({ id }: Brief): string {
  return id.slice(id.lastIndexOf('-') + 1);
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
