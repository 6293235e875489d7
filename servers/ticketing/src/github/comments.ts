import type { Page, Wanted } from '../tracker/query.ts';
import { badValue } from '../tracker/refusals.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Comment } from '../tracker/ticket.ts';
import type { Doing } from '../tracker/tracker.ts';
import { aborted, type GithubDesk, PAGE } from './desk.ts';
import { timeText } from './issue.ts';
import { lastPage, newestFirst, pageFrom } from './newest-first.ts';
import { type Account, personOf } from './person.ts';

/** The part of a comment that counts. */
export interface IssueComment {
  id: number;
  html_url: string;
  user: Account | null;
  author_association?: string | undefined;
  created_at: string;
  body?: string | undefined;
}

/** Newest first, although GitHub gives them from the oldest on; pages begin behind the id of one. */
export async function commentsOf(
  desk: GithubDesk,
  who: Who,
  id: string,
  { limit, after, signal }: Wanted & Doing,
): Promise<Page<Comment>> {
  const place = desk.place(who, id);
  const { comments: total } = await desk.issue(place, { signal }, id);
  const before = after === undefined ? Number.POSITIVE_INFINITY : idIn(after);
  const read = async (page: number) => {
    const { data, headers } = await desk.ask(place.repository, id, (octokit, at) =>
      octokit.rest.issues.listComments({
        ...at,
        ...{ issue_number: place.number, per_page: PAGE, page },
        ...aborted(signal),
      }),
    );
    return { items: data as readonly IssueComment[], last: lastPage(headers.link, page) };
  };
  const from = Math.max(1, Math.ceil(total / PAGE));
  const found = await newestFirst<IssueComment>(
    { from, read, isWanted: (comment) => comment.id < before },
    { limit },
  );
  return pageFrom(
    found,
    ({ item }) => commentOf(item),
    ({ item: { id: last } }) => String(last),
  );
}

function commentOf({ id, user, author_association, created_at, body = '' }: IssueComment): Comment {
  const author = personOf(user, author_association);
  return { id: String(id), author, at: timeText(created_at), visibility: 'public', body };
}

function idIn(after: string): number {
  if (!/^\d{1,16}$/.test(after)) throw badValue('cursor', after, []);
  return Number(after);
}
