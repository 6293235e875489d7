import { ToolError } from '@ashlar/kit/errors';
import { clip, quoted } from '@ashlar/kit/files';
import type { Move } from '../tracker/change.ts';
import { badValue } from '../tracker/refusals.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Doing, Seen } from '../tracker/tracker.ts';
import { kindOf, nextOf, type Workflow } from '../tracker/workflow.ts';
import { change } from './change.ts';
import type { RestDesk } from './desk.ts';
import { readField, writeFields } from './fields.ts';
import { valueAt } from './json-path.ts';
import { foundAsSeen } from './read.ts';
import type { Found } from './record.ts';
import { workflowOf } from './workflow.ts';

/** To another status. Throws `ToolError` (`invalid_input`) for a way that there is not, with those there are. */
export async function moveTicket(
  desk: RestDesk,
  who: Who,
  id: string,
  { to, resolution, duplicateOf }: Move,
  { rev, signal }: Seen,
): Promise<Written> {
  const place = await desk.place(who, id);
  if (resolution !== undefined) throw badValue('resolution', resolution, []);
  if (duplicateOf !== undefined) throw badValue('duplicateOf', duplicateOf, []);
  return desk.writes.do(async () => {
    const workflow = await workflowOf(desk, place.project, { signal });
    const before = await foundAsSeen(desk, place, id, { rev, signal });
    checkWay(id, to, waysOf(desk, workflow, before), workflow, before, desk);
    const values = { status: to };
    const put = await writeFields(desk, place.project, values, { signal });
    const { found: _, ...written } = await change(desk, id, before, { values, put, rev });
    return written;
  });
}

/** Where a ticket may go: what the ticket itself says, where the tracker lets it. */
export function waysOf({ profile }: RestDesk, workflow: Workflow, { data }: Found): string[] {
  const status = readField(profile, 'status', data) ?? '';
  const path = profile.statuses?.allowed;
  const allowed = path === undefined ? undefined : valueAt(data, path);
  if (!Array.isArray(allowed)) return nextOf(workflow, status);
  return allowed.filter((name): name is string => typeof name === 'string' && name !== status);
}

/** The first active status that a ticket may go to from one in which nobody is at it. */
export async function beginning(desk: RestDesk, found: Found, doing: Doing): Promise<string | undefined> {
  const workflow = await workflowOf(desk, found.place.project, doing);
  const status = readField(desk.profile, 'status', found.data) ?? '';
  if (kindOf(workflow, status) !== 'open') return undefined;
  return waysOf(desk, workflow, found).find((name) => kindOf(workflow, name) === 'active');
}

function checkWay(
  id: string,
  to: string,
  ways: readonly string[],
  workflow: Workflow,
  { data }: Found,
  { profile }: RestDesk,
): void {
  if (ways.includes(to)) return;
  if (kindOf(workflow, to) === undefined) throw badValue('to', to, ways);
  const status = quoted(clip(readField(profile, 'status', data) ?? '', 60));
  throw new ToolError(
    'invalid_input',
    `to: ${quoted(clip(id, 60))} is ${status}, and cannot become ${quoted(to)}.`,
    {
      hint: ways.length === 0 ? 'It can become nothing else.' : `It can become: ${ways.join(', ')}.`,
    },
  );
}
