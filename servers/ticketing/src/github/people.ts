import { isAnswerError } from '../remote/answer-error.ts';
import { badValue } from '../tracker/refusals.ts';
import type { Doing } from '../tracker/tracker.ts';
import { aborted, type GithubDesk, PAGE } from './desk.ts';
import type { Repository } from './repository.ts';

/** Names of one answer. */
const MOST = 50;
/** Requests for one list of names. */
const MOST_PAGES = 5;

/** Who can be assigned, those first whose name begins so. */
export async function peopleOf(
  desk: GithubDesk,
  repository: Repository,
  typed: string,
  { signal }: Doing,
): Promise<string[]> {
  const logins = await assignable(desk, repository, signal);
  const sought = typed.toLowerCase();
  const at = (login: string) => login.toLowerCase().indexOf(sought);
  return logins
    .filter((login) => at(login) >= 0)
    .sort((a, b) => at(a) - at(b) || (a < b ? -1 : 1))
    .slice(0, MOST);
}

/** Throws `ToolError` (`invalid_input`), with those who can be, for somebody who cannot be assigned. */
export async function checkAssignable(
  desk: GithubDesk,
  repository: Repository,
  named: readonly string[],
  { signal }: Doing,
): Promise<void> {
  for (const login of named) {
    if (await isAssignable(desk, repository, login, signal)) continue;
    throw badValue('assignees', login, await assignable(desk, repository, signal));
  }
}

async function isAssignable(
  desk: GithubDesk,
  repository: Repository,
  assignee: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  return desk.ask(repository, undefined, async (octokit, at) => {
    try {
      await octokit.rest.issues.checkUserCanBeAssigned({ ...at, assignee, ...aborted(signal) });
      return true;
    } catch (error) {
      if (isAnswerError(error) && error.status === 404) return false;
      throw error;
    }
  });
}

async function assignable(desk: GithubDesk, repository: Repository, signal: AbortSignal | undefined) {
  const logins: string[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { data } = await desk.ask(repository, undefined, (octokit, at) =>
      octokit.rest.issues.listAssignees({ ...at, per_page: PAGE, page, ...aborted(signal) }),
    );
    logins.push(...data.map(({ login }) => login));
    if (data.length < PAGE) break;
  }
  return logins;
}

/** Labels of the repository, by their names: GitHub does not tell how often one is used. */
export async function labelsOf(
  desk: GithubDesk,
  repository: Repository,
  { signal }: Doing,
): Promise<string[]> {
  const { data } = await desk.ask(repository, undefined, (octokit, at) =>
    octokit.rest.issues.listLabelsForRepo({ ...at, per_page: PAGE, ...aborted(signal) }),
  );
  return data.map(({ name }) => name).slice(0, MOST);
}
