import { clip, oneLine } from '@ashlar/kit/files';
import type { Page, Wanted } from '../tracker/query.ts';
import type { Changed, HistoryEntry } from '../tracker/ticket.ts';
import type { Doing } from '../tracker/tracker.ts';
import { writerOf } from './comments.ts';
import type { RestDesk } from './desk.ts';
import { type Entry, entriesOf } from './entries.ts';
import { readField } from './fields.ts';
import { textAt, valueAt } from './json-path.ts';
import type { FieldName } from './profile.ts';
import type { History } from './profile-lists.ts';
import type { Project } from './projects.ts';
import { type Found, personOf, timeText } from './record.ts';

/** Characters of what a tracker calls a field of its own. */
const MOST_FIELD = 60;

/** Newest first. Trackers that do not tell how a ticket was made have that added in front. */
export async function historyOf(
  desk: RestDesk,
  found: Found,
  wanted: Wanted & Doing,
): Promise<Page<HistoryEntry>> {
  const { history } = desk.profile;
  if (history === undefined) return { items: [], total: 0 };
  const { items, next, total } = await entriesOf(desk, history, found, { ...wanted, isWanted: () => true });
  const shown = await Promise.all(
    items.map((entry) => entryOf(desk, history, found.place.project, entry, wanted)),
  );
  if (next !== undefined || history.creation) {
    return {
      items: shown,
      ...(next === undefined ? {} : { next }),
      ...(total === undefined ? {} : { total }),
    };
  }
  const counted = total === undefined ? {} : { total: total + 1 };
  const last = items.at(-1);
  // A page that is full has no room for it: the next one is it alone.
  if (items.length >= wanted.limit && last !== undefined)
    return { items: shown, next: `1:${last.id}`, ...counted };
  return { items: [...shown, creationOf(desk, found)], ...counted };
}

/** What happened after an entry, oldest first. */
export async function historySince(
  desk: RestDesk,
  found: Found,
  last: number,
  doing: Doing,
): Promise<HistoryEntry[]> {
  const { items } = await historyOf(desk, found, { limit: 50, ...doing });
  return items.filter(({ rev, what }) => what !== 'created' && Number(rev) > last).reverse();
}

function creationOf({ profile }: RestDesk, { data }: Found): HistoryEntry {
  return {
    rev: '0',
    at: timeText(readField(profile, 'created', data)),
    by: personOf(readField(profile, 'author', data)),
    what: 'created',
    changed: [],
  };
}

async function entryOf(
  desk: RestDesk,
  history: History,
  project: Project,
  { id, data }: Entry,
  doing: Doing,
): Promise<HistoryEntry> {
  const parts = history.changes === undefined ? [data] : valueAt(data, history.changes);
  const changed: Changed[] = [];
  for (const part of Array.isArray(parts) ? parts : []) {
    const one = await changedOf(desk, history, project, part, doing);
    if (one !== undefined) changed.push(one);
  }
  return {
    rev: id,
    at: timeText(textAt(data, history.at)),
    by: personOf(writerOf(history, data)),
    what: whatIn(history, data, changed),
    changed,
  };
}

function whatIn({ what, comment }: History, data: unknown, changed: readonly Changed[]): string {
  const said = what === undefined ? undefined : textAt(data, what.read);
  if (said !== undefined && what !== undefined) {
    return Object.hasOwn(what.names, said) ? (what.names[said] ?? 'updated') : 'updated';
  }
  if (changed.some(({ field }) => field === 'status')) return 'moved';
  const isComment = comment !== undefined && (textAt(data, comment) ?? '') !== '';
  return isComment && changed.length === 0 ? 'commented' : 'updated';
}

/** Ids are told as names where a list has them, and not at all elsewhere; likewise what fields are not known here. */
async function changedOf(
  desk: RestDesk,
  { field, before, after, names }: History,
  project: Project,
  part: unknown,
  doing: Doing,
): Promise<Changed | undefined> {
  const theirs = textAt(part, field);
  if (theirs === undefined || theirs === '') return undefined;
  const ours = Object.hasOwn(names, theirs) ? names[theirs] : undefined;
  if (ours === undefined) return { field: clip(oneLine(theirs), MOST_FIELD) };
  if (ours === 'body') return { field: ours };
  const shown = (path: string) => shownValue(desk, project, ours, textAt(part, path), doing);
  const [was, is] = await Promise.all([shown(before), shown(after)]);
  return {
    field: ours,
    ...(was === undefined ? {} : { before: was }),
    ...(is === undefined ? {} : { after: is }),
  };
}

async function shownValue(
  desk: RestDesk,
  project: Project,
  ours: string,
  value: string | undefined,
  doing: Doing,
): Promise<string | undefined> {
  if (value === undefined || value === '') return undefined;
  const field = desk.profile.fields[(ours === 'assignees' ? 'assignee' : ours) as FieldName];
  const [mapped] = Object.entries(field?.values ?? {}).find(([, theirs]) => theirs === value) ?? [];
  if (mapped !== undefined) return mapped;
  if (field?.list === undefined) return value;
  const named = await desk.lists.of(field.list, project, doing).catch(() => []);
  return named.find(({ id }) => String(id) === value)?.name;
}
