import { throwIfCancelled } from '@ashlar/kit/files';
import { sameText } from '../remote/same-text.ts';
import type { Draft } from '../tracker/change.ts';
import { badValue } from '../tracker/refusals.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Changed, Written } from '../tracker/ticket.ts';
import type { Creation } from '../tracker/tracker.ts';
import type { GithubDesk } from './desk.ts';
import { unknownOutcome } from './failures.ts';
import { httpError } from './http-error.ts';
import { assigneesOf, has, type Issue, isOf, labelsOf } from './issue.ts';
import { checkAssignable } from './people.ts';
import { isMine, sinceText } from './reconcile.ts';
import type { Repository } from './repository.ts';
import { similarTickets } from './similar.ts';
import { GITHUB_WORKFLOW } from './workflow.ts';
import { writtenOf } from './written.ts';

/** Tickets that `unless` is told of. */
const MOST_SIMILAR = 5;

/** Sends it once. Where the answer is lost, the ticket is looked for by its author, title, text and time. */
export async function createTicket(
  desk: GithubDesk,
  who: Who,
  draft: Draft,
  { intent, unless, signal, dryRun = false }: Creation,
): Promise<Written> {
  const repository = desk.repository(who, draft.project);
  checkFields(draft);
  const check = async () => {
    await checkAssignable(desk, repository, draft.assignees ?? [], { signal });
    unless?.(await similarTickets(desk, who, draft, { limit: MOST_SIMILAR, signal }));
  };
  return desk.inTurn({ dryRun }, async () => {
    throwIfCancelled(signal);
    if (dryRun) {
      await check();
      return { id: '', rev: '', changed: fieldsOf({ ...draft, state: GITHUB_WORKFLOW.initial }) };
    }
    const login = await desk.login(repository);
    return desk.intents.once({
      who,
      what: 'create',
      intent,
      run: async () => {
        await check();
        return writtenNow(desk, repository, draft, await send(desk, repository, draft));
      },
      find: async (begun) => {
        const issue = await lost(desk, repository, draft, { login, begun });
        return issue && writtenNow(desk, repository, draft, issue);
      },
      unknown: (cause) =>
        unknownOutcome(
          'the ticket was made',
          'Look with search_tickets in a minute; the same call, made again, looks first and makes no second one.',
          cause,
        ),
    });
  });
}

/** Fields that GitHub has not. Throws `ToolError` (`invalid_input`). */
export function checkFields(given: object): void {
  for (const field of ['priority', 'type', 'parent', 'due'] as const) {
    const value = (given as Partial<Record<typeof field, string>>)[field];
    if (value !== undefined) throw badValue(field, value, []);
  }
}

async function send(
  desk: GithubDesk,
  repository: Repository,
  { title, body, labels = [], assignees = [] }: Draft,
): Promise<Issue> {
  const { data, url } = await desk.send(repository, undefined, (octokit, at) =>
    octokit.rest.issues.create({
      ...at,
      ...{ title, body },
      ...(labels.length === 0 ? {} : { labels: [...labels] }),
      ...(assignees.length === 0 ? {} : { assignees: [...assignees] }),
    }),
  );
  const isIssue = Number.isSafeInteger(data.number) && Array.isArray(data.labels);
  // Then nobody knows what was made, as without an answer.
  if (!isIssue) throw httpError('does not say what was made', url);
  return data;
}

/** GitHub leaves out labels and assignees without a word where the token may not set them. */
function writtenNow(desk: GithubDesk, repository: Repository, draft: Draft, issue: Issue): Written {
  const { labels = [], assignees = [] } = draft;
  desk.made.add(issue.html_url);
  const dropped = [
    ...labels.filter((label) => !has(labelsOf(issue), label)).map((label) => `labels: ${label}`),
    ...assignees.filter((login) => !has(assigneesOf(issue), login)).map((login) => `assignees: ${login}`),
  ];
  const { title, state } = issue;
  const changed = fieldsOf({ title, state, labels: labelsOf(issue), assignees: assigneesOf(issue) });
  return writtenOf(desk, { repository, number: issue.number }, issue, { changed, dropped });
}

function fieldsOf({
  title,
  state,
  labels = [],
  assignees = [],
}: Pick<Draft, 'title' | 'labels' | 'assignees'> & { state: string }): Changed[] {
  return [
    { field: 'title', after: title },
    { field: 'status', after: state },
    ...listed('labels', labels),
    ...listed('assignees', assignees),
  ];
}

function listed(field: string, names: readonly string[]): Changed[] {
  return names.length === 0 ? [] : [{ field, after: names.join(', ') }];
}

/** The issue of this draft that nothing answered for. The list is read, because the search learns of it late. */
async function lost(
  desk: GithubDesk,
  repository: Repository,
  { title, body }: Draft,
  { login, begun }: { login: string | undefined; begun: number },
): Promise<Issue | undefined> {
  const { data } = await desk.ask(repository, undefined, (octokit, at) =>
    octokit.rest.issues.listForRepo({
      ...at,
      ...({ state: 'all', sort: 'created', direction: 'desc', per_page: 100 } as const),
      ...(login === undefined ? {} : { creator: login }),
      since: sinceText(desk, begun),
    }),
  );
  const issues: readonly Issue[] = data;
  return issues.find(
    (issue) =>
      isOf(repository, issue) &&
      isMine(desk, issue, { login, begun }) &&
      sameText(issue.title, title) &&
      sameText(issue.body, body),
  );
}
