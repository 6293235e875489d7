import type { Changed, Written } from '../tracker/ticket.ts';
import type { GithubDesk } from './desk.ts';
import { type Issue, revOf } from './issue.ts';
import { idOf, type Place } from './repository.ts';

/** What a write answers, of the issue as GitHub has it afterwards. */
export function writtenOf(
  desk: GithubDesk,
  place: Place,
  issue: Issue,
  { changed, dropped = [] }: { changed: readonly Changed[]; dropped?: readonly string[] },
): Written {
  const id = idOf(place);
  const rev = revOf(issue);
  desk.shown.keep(id, rev, issue);
  return {
    id,
    rev,
    url: issue.html_url,
    changed,
    ...(dropped.length === 0 ? {} : { dropped }),
  };
}
