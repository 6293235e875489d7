import type { Change } from '../tracker/change.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Seen } from '../tracker/tracker.ts';
import { issueSeen } from './check-seen.ts';
import { checkFields } from './create.ts';
import type { GithubDesk } from './desk.ts';
import { differences } from './differences.ts';
import { assigneesOf, bodyOf, has, type Issue, labelsOf } from './issue.ts';
import { checkAssignable } from './people.ts';
import type { Place } from './repository.ts';
import { type Step, writeSteps } from './steps.ts';
import { writtenOf } from './written.ts';

/** Changes what is another one. Sets are added to and taken from, each with a request of its own. */
export async function updateTicket(
  desk: GithubDesk,
  who: Who,
  id: string,
  change: Change,
  { rev, signal, dryRun = false }: Seen,
): Promise<Written> {
  const place = desk.place(who, id);
  checkFields(change);
  return desk.inTurn({ dryRun }, async () => {
    await checkAssignable(desk, place.repository, change.addAssignees ?? [], { signal });
    const before = await issueSeen(desk, place, id, { rev, signal });
    const steps = stepsOf(desk, place, id, change, before);
    if (steps.length === 0) return writtenOf(desk, place, before, { changed: [] });
    if (dryRun)
      return writtenOf(desk, place, before, { changed: differences(before, wouldBe(before, change)) });
    const { issue, missing } = await writeSteps(desk, place, id, steps);
    return writtenOf(desk, place, issue, { changed: differences(before, issue), dropped: missing });
  });
}

function stepsOf(desk: GithubDesk, place: Place, id: string, change: Change, before: Issue): Step[] {
  return [...textStep(desk, place, id, change, before), ...setSteps(desk, place, id, change, before)];
}

function textStep(
  desk: GithubDesk,
  { repository, number }: Place,
  id: string,
  { title, body }: Change,
  before: Issue,
): Step[] {
  const fields = {
    ...(title === undefined || title === before.title ? {} : { title }),
    ...(body === undefined || body === bodyOf(before) ? {} : { body }),
  };
  if (Object.keys(fields).length === 0) return [];
  return [
    {
      send: () =>
        desk.send(repository, id, (octokit, at) =>
          octokit.rest.issues.update({ ...at, issue_number: number, ...fields }),
        ),
      missingIn: (issue) => [
        ...(fields.title === undefined || fields.title.trim() === issue.title ? [] : ['title']),
        ...(fields.body === undefined || isText(fields.body, bodyOf(issue)) ? [] : ['body']),
      ],
    },
  ];
}

/** GitHub may end lines in its own way. */
function isText(sent: string, there: string): boolean {
  const plain = (text: string) => text.replaceAll('\r\n', '\n').trimEnd();
  return plain(sent) === plain(there);
}

/** What of the sets is not so yet. */
function setsOf(
  { addLabels = [], removeLabels = [], addAssignees = [], removeAssignees = [] }: Change,
  before: Issue,
) {
  return {
    labels: addLabels.filter((one) => !has(labelsOf(before), one)),
    off: removeLabels.filter((one) => has(labelsOf(before), one)),
    came: addAssignees.filter((one) => !has(assigneesOf(before), one)),
    went: removeAssignees.filter((one) => has(assigneesOf(before), one)),
  };
}

/** The issue as it would be once all was sent. */
function wouldBe(before: Issue, change: Change): Issue {
  const { labels, off, came, went } = setsOf(change, before);
  const { title = before.title, body = bodyOf(before) } = change;
  const assigned = [...assigneesOf(before).filter((one) => !has(went, one)), ...came];
  return {
    ...before,
    ...{ title, body },
    labels: [...labelsOf(before).filter((one) => !has(off, one)), ...labels],
    assignees: assigned.map((login) => ({ login })),
  };
}

/** Only what is not so yet is sent. */
function setSteps(
  desk: GithubDesk,
  { repository, number: issue_number }: Place,
  id: string,
  change: Change,
  before: Issue,
): Step[] {
  const send = (work: Parameters<typeof desk.send>[2]) => () => desk.send(repository, id, work);
  const { labels, off, came, went } = setsOf(change, before);
  const steps: (Step | undefined)[] = [
    labels.length === 0
      ? undefined
      : {
          send: send((octokit, at) => octokit.rest.issues.addLabels({ ...at, issue_number, labels })),
          missingIn: (issue) => named('labels', labels, (one) => !has(labelsOf(issue), one)),
        },
    ...off.map((name) => ({
      send: send((octokit, at) => octokit.rest.issues.removeLabel({ ...at, issue_number, name })),
      missingIn: (issue: Issue) => named('labels', [name], (one) => has(labelsOf(issue), one)),
    })),
    came.length === 0
      ? undefined
      : {
          send: send((octokit, at) =>
            octokit.rest.issues.addAssignees({ ...at, issue_number, assignees: came }),
          ),
          missingIn: (issue) => named('assignees', came, (one) => !has(assigneesOf(issue), one)),
        },
    went.length === 0
      ? undefined
      : {
          send: send((octokit, at) =>
            octokit.rest.issues.removeAssignees({ ...at, issue_number, assignees: went }),
          ),
          missingIn: (issue) => named('assignees', went, (one) => has(assigneesOf(issue), one)),
        },
  ];
  return steps.filter((step) => step !== undefined);
}

function named(field: string, names: readonly string[], isMissing: (name: string) => boolean): string[] {
  return names.filter(isMissing).map((name) => `${field}: ${name}`);
}
