import type { Draft } from '../tracker/change.ts';
import type { Changed } from '../tracker/ticket.ts';
import type { Edit, Subject } from './edit.ts';
import type { Moment } from './rules.ts';
import { changedSet, setChange } from './sets.ts';
import type { Spelling } from './spelling.ts';

/** Tickets that `unless` is told of. */
export const MOST_SIMILAR = 5;

/** A ticket that has a place and a number, and nothing yet that has happened to it. */
export function newSubject(
  { now }: Moment,
  { row, project, number }: { row: number; project: string; number: number },
): Subject {
  return { row, id: `${project}-${number}`, rev: 0, updated_at: now };
}

/** What makes a ticket of an empty one: its first entry, with its sets. */
export function creation(moment: Moment, draft: Draft, spelled: Spelling): Edit {
  const labels = setChange([], { add: draft.labels?.map(spelled) });
  const assignees = setChange([], { add: draft.assignees });
  return {
    what: 'created',
    changed: [
      ...fieldsOf(moment, draft),
      ...changedSet('labels', labels),
      ...changedSet('assignees', assignees),
    ],
    labels,
    assignees,
  };
}

/** What was written; a body is named and not repeated. */
function fieldsOf({ rules }: Moment, { title, body, type, priority, due, parent }: Draft): Changed[] {
  const all = { title, status: rules.workflow.initial, type, priority, due, parent };
  const given = Object.entries(all).filter((field): field is [string, string] => field[1] !== undefined);
  return [...given.map(([field, after]) => ({ field, after })), ...(body === '' ? [] : [{ field: 'body' }])];
}
