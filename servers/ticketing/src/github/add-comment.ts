import { sameText } from '../remote/same-text.ts';
import type { NewComment } from '../tracker/change.ts';
import { badValue } from '../tracker/refusals.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Once } from '../tracker/tracker.ts';
import type { IssueComment } from './comments.ts';
import type { GithubDesk } from './desk.ts';
import { unknownOutcome } from './failures.ts';
import type { Issue } from './issue.ts';
import { isMine, sinceText } from './reconcile.ts';
import { idOf, type Place } from './repository.ts';
import { writtenOf } from './written.ts';

/** Sends it once. Throws `ToolError` (`invalid_input`) for an internal one: whatever stands on GitHub is seen by all. */
export async function addComment(
  desk: GithubDesk,
  who: Who,
  id: string,
  { body, visibility }: NewComment,
  { intent, signal }: Once,
): Promise<Written> {
  const place = desk.place(who, id);
  if (visibility !== 'public') throw badValue('visibility', visibility, ['public']);
  return desk.writes.do(async () => {
    const login = await desk.login(place.repository);
    const before = await desk.issue(place, { signal }, id);
    return desk.intents.once({
      who,
      what: `comment ${idOf(place)}`,
      intent,
      run: async () => {
        const { data } = await desk.send(place.repository, id, (octokit, at) =>
          octokit.rest.issues.createComment({ ...at, issue_number: place.number, body }),
        );
        return writtenNow(desk, place, data, before);
      },
      find: async (begun) => {
        const comment = await lost(desk, place, body, { login, begun });
        return comment && writtenNow(desk, place, comment, before);
      },
      unknown: (cause) =>
        unknownOutcome(
          'the comment was written',
          'Look at the ticket; the same call, made again, looks first and writes no second one.',
          cause,
        ),
    });
  });
}

/** It is written, whatever comes after: without the state it led to, the one before is given, which is a stale one. */
async function writtenNow(
  desk: GithubDesk,
  place: Place,
  comment: IssueComment,
  before: Issue,
): Promise<Written> {
  desk.made.add(comment.html_url);
  const issue = await desk.issue(place, {}).catch(() => before);
  return writtenOf(desk, place, issue, {
    changed: [
      { field: 'comment', after: String(comment.id) },
      { field: 'visibility', after: 'public' },
      { field: 'author', after: comment.user?.login ?? 'ghost' },
    ],
  });
}

async function lost(
  desk: GithubDesk,
  { repository, number }: Place,
  body: string,
  sent: { login: string | undefined; begun: number },
): Promise<IssueComment | undefined> {
  const { data } = await desk.ask(repository, undefined, (octokit, at) =>
    octokit.rest.issues.listComments({
      ...at,
      ...{ issue_number: number, per_page: 100, since: sinceText(desk, sent.begun) },
    }),
  );
  const comments: readonly IssueComment[] = data;
  return comments.find((comment) => isMine(desk, comment, sent) && sameText(comment.body, body));
}
