import { ToolError } from '@ashlar/kit/errors';
import type { Move } from '../tracker/change.ts';
import { badValue } from '../tracker/refusals.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Seen } from '../tracker/tracker.ts';
import { kindOf, nextOf } from '../tracker/workflow.ts';
import { issueSeen } from './check-seen.ts';
import type { GithubDesk } from './desk.ts';
import { differences } from './differences.ts';
import { type Issue, resolutionOf } from './issue.ts';
import type { Place } from './repository.ts';
import { writeSteps } from './steps.ts';
import { GITHUB_WORKFLOW } from './workflow.ts';
import { writtenOf } from './written.ts';

type Reason = 'completed' | 'not_planned' | 'duplicate' | 'reopened';

/** Closes, with why, or opens again. Throws `ToolError` (`invalid_input`) for what GitHub has not. */
export async function moveTicket(
  desk: GithubDesk,
  who: Who,
  id: string,
  move: Move,
  { rev, signal, dryRun = false }: Seen,
): Promise<Written> {
  const place = desk.place(who, id);
  const { to, duplicateOf } = move;
  const isDone = kindOf(GITHUB_WORKFLOW, to) === 'done';
  const resolution = move.resolution ?? (duplicateOf === undefined ? undefined : 'duplicate');
  checkReason(to, isDone, resolution, duplicateOf);
  return desk.inTurn({ dryRun }, async () => {
    const original = duplicateOf === undefined ? undefined : await originalOf(desk, who, place, duplicateOf);
    const before = await issueSeen(desk, place, id, { rev, signal });
    checkWay(id, before.state, to);
    const reason = (isDone ? (resolution ?? 'completed') : 'reopened') as Reason;
    const wouldBe = { ...before, state: to, state_reason: reason };
    if (dryRun) return writtenOf(desk, place, before, { changed: differences(before, wouldBe) });
    const { issue, missing } = await writeSteps(desk, place, id, [
      {
        send: () => setState(desk, place, id, { to, reason, original }),
        missingIn: (now) => (now.state === to ? [] : ['status']),
      },
    ]);
    const isOtherReason = isDone && resolution !== undefined && resolutionOf(issue) !== resolution;
    const dropped = [...missing, ...(isOtherReason ? [`resolution: ${resolution}`] : [])];
    return writtenOf(desk, place, issue, { changed: differences(before, issue), dropped });
  });
}

function setState(
  desk: GithubDesk,
  { repository, number }: Place,
  id: string,
  { to, reason, original }: { to: string; reason: Reason; original: Issue | undefined },
): Promise<unknown> {
  return desk.send(repository, id, (octokit, at) =>
    octokit.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
      ...at,
      issue_number: number,
      state: to as 'open' | 'closed',
      state_reason: reason,
      // The number of the database, not that of the ticket.
      ...(original === undefined ? {} : { duplicate_issue_id: original.id }),
    }),
  );
}

function checkReason(
  to: string,
  isDone: boolean,
  resolution: string | undefined,
  duplicateOf: string | undefined,
): void {
  const { resolutions } = GITHUB_WORKFLOW;
  if (resolution === undefined) return;
  if (!resolutions.includes(resolution)) throw badValue('resolution', resolution, resolutions);
  if (!isDone) {
    throw new ToolError(
      'invalid_input',
      `resolution: ${to === 'open' ? to : 'this'} is no end, and keeps no reason.`,
      {
        hint: 'Leave it out, or choose a status that ends a ticket.',
      },
    );
  }
  if (duplicateOf !== undefined && resolution !== 'duplicate') {
    throw new ToolError('invalid_input', 'resolution: a duplicate is closed as duplicate.', {
      hint: 'Leave out the resolution, or what it is a duplicate of.',
    });
  }
}

function checkWay(id: string, from: string, to: string): void {
  const ways = nextOf(GITHUB_WORKFLOW, from);
  if (kindOf(GITHUB_WORKFLOW, to) === undefined) throw badValue('to', to, ways);
  if (ways.includes(to)) return;
  throw new ToolError('invalid_input', `to: ${id} is ${from} already.`, {
    hint: `It can become: ${ways.join(', ')}.`,
  });
}

/** Throws `ToolError`: `not_found`, and `invalid_input` for the ticket itself. */
async function originalOf(desk: GithubDesk, who: Who, place: Place, id: string): Promise<Issue> {
  const original = desk.place(who, id);
  const issue = await desk.issue(original, {}, id);
  if (original.repository === place.repository && original.number === place.number) {
    throw new ToolError('invalid_input', 'duplicate_of: is the ticket itself.');
  }
  return issue;
}
