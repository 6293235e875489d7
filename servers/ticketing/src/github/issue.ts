import { createHash } from 'node:crypto';
import type { Brief, Rev, Ticket } from '../tracker/ticket.ts';
import { type Account, personOf } from './person.ts';
import { idOf, type Repository, same } from './repository.ts';

/** The part of an issue that counts, in the answers of get, list, search, create and update alike. */
export interface Issue {
  id: number;
  number: number;
  /** `https://api.github.com/repos/acme/web`. */
  repository_url: string;
  html_url: string;
  title: string;
  body?: string | null | undefined;
  state: string;
  state_reason?: string | null | undefined;
  user: Account | null;
  author_association?: string | undefined;
  labels: readonly (string | { name?: string | undefined })[];
  assignees?: readonly Account[] | null | undefined;
  comments: number;
  created_at: string;
  updated_at: string;
  /** There where it is a pull request. */
  pull_request?: unknown;
  issue_dependencies_summary?: { blocked_by: number } | undefined;
}

/** Pull requests are issues to GitHub, and moved issues are answered from where they are now: neither is ours. */
export function isOf(repository: Repository, { repository_url, pull_request }: Issue): boolean {
  const path = `/repos/${repository.owner}/${repository.name}`;
  return (
    (pull_request ?? undefined) === undefined && repository_url.toLowerCase().endsWith(path.toLowerCase())
  );
}

export function briefOf(repository: Repository, issue: Issue): Brief {
  return {
    id: idOf({ repository, number: issue.number }),
    rev: revOf(issue),
    title: issue.title,
    status: issue.state,
    labels: labelsOf(issue),
    assignees: assigneesOf(issue),
    authorRole: personOf(issue.user, issue.author_association).role,
    updated: timeText(issue.updated_at),
  };
}

export function ticketOf(repository: Repository, issue: Issue): Ticket {
  const resolution = resolutionOf(issue);
  return {
    ...briefOf(repository, issue),
    body: bodyOf(issue),
    author: personOf(issue.user, issue.author_association),
    created: timeText(issue.created_at),
    url: issue.html_url,
    ...(resolution === undefined ? {} : { resolution }),
    links: [],
    comments: issue.comments,
  };
}

export function bodyOf({ body }: Issue): string {
  return body ?? '';
}

/** Why it ended; a ticket that is open has no reason, also where it was opened again. */
export function resolutionOf({ state, state_reason }: Issue): string | undefined {
  return state === 'closed' ? (state_reason ?? undefined) : undefined;
}

export function labelsOf({ labels }: Issue): string[] {
  return labels.flatMap((label) => (typeof label === 'string' ? label : (label.name ?? []))).sort();
}

export function assigneesOf({ assignees }: Issue): string[] {
  return (assignees ?? []).map(({ login }) => login).sort();
}

/** Whether a set of names, as GitHub compares them, has one. */
export function has(names: readonly string[], name: string): boolean {
  return names.some((one) => same(one, name));
}

/**
 * The time of the last change, in seconds, and 42 bits of what the issue says: GitHub's times are whole seconds, in
 * which much can happen.
 */
export function revOf(issue: Issue): Rev {
  const said = [
    ...[issue.title, bodyOf(issue), issue.state, resolutionOf(issue), issue.comments],
    ...[labelsOf(issue), assigneesOf(issue)],
  ];
  const hash = createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 7);
  return `${secondOf(issue.updated_at).toString(36)}.${hash}`;
}

/** The second of the last change in a rev, since 1970; undefined for what is no rev of ours. */
export function secondIn(rev: Rev): number | undefined {
  const [, second] = /^([0-9a-z]{1,8})\.[\w-]{7}$/.exec(rev) ?? [];
  return second === undefined ? undefined : Number.parseInt(second, 36);
}

export function secondOf(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}

/** ISO 8601 in UTC, to the second. */
export function timeText(time: string): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
