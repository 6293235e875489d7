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
  desk.shown.keep(id, issue);
  return {
    id,
    rev: revOf(issue),
    url: issue.html_url,
    changed,
    ...(dropped.length === 0 ? {} : { dropped }),
  };
}
