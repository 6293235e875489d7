import { differences as between, type Parts } from '../remote/differences.ts';
import type { Changed } from '../tracker/ticket.ts';
import { assigneesOf, bodyOf, type Issue, labelsOf, resolutionOf } from './issue.ts';

/** What makes two states of an issue different. */
export function differences(before: Issue, after: Issue): Changed[] {
  return between(partsOf(before), partsOf(after));
}

function partsOf(issue: Issue): Parts {
  const resolution = resolutionOf(issue);
  return {
    title: issue.title,
    body: bodyOf(issue),
    status: issue.state,
    ...(resolution === undefined ? {} : { resolution }),
    labels: labelsOf(issue),
    assignees: assigneesOf(issue),
  };
}
