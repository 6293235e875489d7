import { ToolError } from '@ashlar/kit/errors';
import { clip, quoted } from '@ashlar/kit/files';
import type { Change } from '../tracker/change.ts';
import { badValue } from '../tracker/refusals.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Seen } from '../tracker/tracker.ts';
import { change } from './change.ts';
import type { RestDesk } from './desk.ts';
import { type FieldValues, readField, writeFields } from './fields.ts';
import { foundAsSeen, plain } from './read.ts';
import type { Found } from './record.ts';

/** Changes what is another one, in one request. */
export async function updateTicket(
  desk: RestDesk,
  who: Who,
  id: string,
  asked: Change,
  { rev, signal }: Seen,
): Promise<Written> {
  const place = await desk.place(who, id);
  checkSets(asked);
  return desk.writes.do(async () => {
    const before = await foundAsSeen(desk, place, id, { rev, signal });
    const values = changedFields(desk, before, asked);
    if (Object.keys(values).length === 0) {
      const { id: called, rev: now, url } = plain(desk, before);
      return { id: called, rev: now, ...(url === undefined ? {} : { url }), changed: [] };
    }
    const put = await writeFields(desk, place.project, values, { signal });
    const { found: _, ...written } = await change(desk, id, before, { values, put, rev });
    return written;
  });
}

/** What trackers behind a profile have not. Throws `ToolError` (`invalid_input`). */
function checkSets({ addLabels = [], removeLabels = [], parent }: Change): void {
  const [label] = [...addLabels, ...removeLabels];
  if (label !== undefined) throw badValue('labels', label, []);
  if (parent !== undefined && parent !== '') throw badValue('parent', parent, []);
}

/** Only what is not so yet. */
function changedFields(desk: RestDesk, before: Found, asked: Change): FieldValues {
  const now = (name: keyof FieldValues) => readField(desk.profile, name, before.data);
  const values: FieldValues = {};
  for (const name of ['title', 'body', 'priority', 'type'] as const) {
    const value = asked[name];
    // A text that is told elsewhere cannot be compared, nor written.
    if (value !== undefined && value !== (now(name) ?? '')) values[name] = value;
  }
  if (asked.due !== undefined && (asked.due || undefined) !== now('due')) values.due = asked.due || null;
  const assignee = assigneeAfter(now('assignee'), asked);
  if (assignee !== now('assignee')) values.assignee = assignee ?? null;
  return values;
}

/** Who is assigned when some come and some go. Throws `ToolError` (`invalid_input`) for several. */
function assigneeAfter(
  now: string | undefined,
  { addAssignees = [], removeAssignees = [] }: Change,
): string | undefined {
  const stays = now !== undefined && !removeAssignees.some((one) => same(one, now)) ? [now] : [];
  const all = [...stays, ...addAssignees.filter((one) => !stays.some((other) => same(one, other)))];
  if (all.length > 1) throw onlyOne(stays[0]);
  return all[0];
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function onlyOne(now: string | undefined): ToolError {
  return new ToolError('invalid_input', 'assignees: this tracker assigns one person to a ticket.', {
    hint:
      now === undefined
        ? 'Name one.'
        : `Take ${quoted(clip(now, 60))} away in the same call, or leave it so.`,
  });
}
