import { ToolError } from '@ashlar/kit/errors';
import { clip, quoted } from '@ashlar/kit/files';
import { held, isOver, notHeld } from '../remote/claim-refusals.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Claimed, Doing } from '../tracker/tracker.ts';
import { kindOf } from '../tracker/workflow.ts';
import type { GithubDesk } from './desk.ts';
import { differences } from './differences.ts';
import { eventsSince } from './history.ts';
import { assigneesOf, has, type Issue, secondOf } from './issue.ts';
import { type Place, same } from './repository.ts';
import { writeSteps } from './steps.ts';
import { GITHUB_WORKFLOW } from './workflow.ts';
import { writtenOf } from './written.ts';

/**
 * Assigns the ticket to the account of the token, if it is nobody's. GitHub lets several be assigned at once: so it is
 * looked at again, and of those who came together the one whose assignment stands first in the timeline keeps it. It has
 * no end: who works with one account shares its claims.
 */
export async function claimTicket(
  desk: GithubDesk,
  who: Who,
  id: string,
  { signal }: Doing,
): Promise<Claimed> {
  const place = desk.place(who, id);
  return desk.writes.do(async () => {
    const me = await account(desk, place);
    const before = await desk.issue(place, { signal }, id);
    if (kindOf(GITHUB_WORKFLOW, before.state) === 'done') throw isOver(id);
    if (has(assigneesOf(before), me))
      return { ...writtenOf(desk, place, before, { changed: [] }), already: true };
    const [holder] = assigneesOf(before);
    if (holder !== undefined) throw held(id, holder);
    const issue = await assign(desk, place, id, me, 'add');
    if (!has(assigneesOf(issue), me)) throw notAssigned(id);
    const first = await firstOf(desk, place, issue);
    if (first !== undefined && !same(first, me)) {
      await assign(desk, place, id, me, 'remove');
      throw held(id, first);
    }
    return { ...writtenOf(desk, place, issue, { changed: differences(before, issue) }), already: false };
  });
}

/** Takes the account of the token from it. */
export async function releaseTicket(
  desk: GithubDesk,
  who: Who,
  id: string,
  { signal }: Doing,
): Promise<Written> {
  const place = desk.place(who, id);
  return desk.writes.do(async () => {
    const me = await account(desk, place);
    const before = await desk.issue(place, { signal }, id);
    const [holder] = assigneesOf(before);
    if (!has(assigneesOf(before), me)) throw holder === undefined ? notHeld(id) : held(id, holder);
    const issue = await assign(desk, place, id, me, 'remove');
    return writtenOf(desk, place, issue, { changed: differences(before, issue) });
  });
}

async function assign(
  desk: GithubDesk,
  place: Place,
  id: string,
  login: string,
  how: 'add' | 'remove',
): Promise<Issue> {
  const { repository, number: issue_number } = place;
  const { issue } = await writeSteps(desk, place, id, [
    {
      send: () =>
        desk.send<unknown>(repository, id, (octokit, at) =>
          how === 'add'
            ? octokit.rest.issues.addAssignees({ ...at, issue_number, assignees: [login] })
            : octokit.rest.issues.removeAssignees({ ...at, issue_number, assignees: [login] }),
        ),
      missingIn: (now) => (has(assigneesOf(now), login) === (how === 'add') ? [] : ['assignees']),
    },
  ]);
  return issue;
}

/** Of several who are assigned, who was so first; undefined for one alone. */
async function firstOf(desk: GithubDesk, place: Place, issue: Issue): Promise<string | undefined> {
  const now = assigneesOf(issue);
  if (now.length < 2) return undefined;
  const entries = await eventsSince(desk, place, secondOf(issue.created_at), {});
  // Who was taken off and came again stands where they came last.
  const order = new Map<string, number>();
  for (const [at, { changed }] of entries.entries()) {
    for (const { field, after } of changed) {
      if (field !== 'assignees' || after === undefined) continue;
      order.delete(after);
      order.set(after, at);
    }
  }
  return [...order.keys()].find((login) => has(now, login));
}

async function account(desk: GithubDesk, place: Place): Promise<string> {
  const login = await desk.login(place.repository);
  if (login !== undefined) return login;
  throw new ToolError('forbidden', 'The token of this server is an app’s, and apps cannot be assigned.', {
    hint: 'Assign somebody with update_ticket.',
  });
}

function notAssigned(id: string): ToolError {
  return new ToolError(
    'forbidden',
    `GitHub did not assign ${quoted(clip(id, 60))}, and said nothing of it.`,
    {
      hint: 'The token needs push or triage access to the repository. Tell the operator.',
    },
  );
}
