import type { Page, Wanted } from '../tracker/query.ts';
import type { Comment, Visibility } from '../tracker/ticket.ts';
import type { Doing } from '../tracker/tracker.ts';
import type { RestDesk } from './desk.ts';
import { countOf, type Entry, entriesOf } from './entries.ts';
import { proseAt, textAt } from './json-path.ts';
import type { Profile } from './profile.ts';
import type { Comments } from './profile-lists.ts';
import { type Found, personOf, timeText } from './record.ts';
import { walk } from './steps.ts';

/** Texts that are asked for at once. */
const AT_ONCE = 4;

/** Newest first. */
export async function commentsOf(
  desk: RestDesk,
  found: Found,
  wanted: Wanted & Doing,
): Promise<Page<Comment & { writer: string | undefined }>> {
  const { comments } = desk.profile;
  if (comments === undefined) return { items: [], total: 0 };
  const isWanted = isComment(comments);
  const { items, ...page } = await entriesOf(desk, comments, found, { ...wanted, isWanted });
  const shown: (Comment & { writer: string | undefined })[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    const some = items.slice(at, at + AT_ONCE);
    shown.push(...(await Promise.all(some.map((entry) => commentOf(desk, comments, found, entry, wanted)))));
  }
  return { ...page, items: shown };
}

export async function commentCount(desk: RestDesk, found: Found, doing: Doing): Promise<number> {
  const { comments } = desk.profile;
  if (comments === undefined) return 0;
  return countOf(desk, comments, found, isComment(comments), doing);
}

/** Who sees what an entry says: where that is not told, and it can be both, nobody outside is taken to. */
export function visibilityOf({ comment }: Profile, { visibility }: Comments, data: unknown): Visibility {
  if (visibility === undefined) return comment?.internal === undefined ? 'public' : 'internal';
  return textAt(data, visibility.read) === visibility.public ? 'public' : 'internal';
}

async function commentOf(
  desk: RestDesk,
  comments: Comments,
  { place }: Found,
  { id, data }: Entry,
  { signal }: Doing,
): Promise<Comment & { writer: string | undefined }> {
  const { body, steps, at, byId } = comments;
  const name = writerOf(comments, data);
  const text =
    steps === undefined ? proseAt(data, body ?? '') : await walk(desk, steps, place, { entry: id, signal });
  return {
    id,
    author: personOf(name),
    writer: byId === undefined ? name : textAt(data, byId),
    at: timeText(textAt(data, at)),
    visibility: visibilityOf(desk.profile, comments, data),
    body: text ?? '',
  };
}

/** Who did it: the first of the places in which the tracker may name somebody. */
export function writerOf({ by }: Pick<Comments, 'by'>, data: unknown): string | undefined {
  return by.map((path) => textAt(data, path)).find((one) => one !== undefined);
}

/** Of a list in which not all are comments, those with a text. */
function isComment({ body }: Comments): (data: unknown) => boolean {
  return (data) => body === undefined || (textAt(data, body) ?? '') !== '';
}
