import { ToolError } from '@ashlar/kit/errors';
import { clip, oneLine, quoted } from '@ashlar/kit/files';
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
    const status = readField(desk.profile, 'status', before.data) ?? '';
    checkWay(id, to, { status, ways: waysOf(desk, workflow, before), workflow });
    const values = { status: to };
    const put = await writeFields(desk, place.project, values, { signal });
    const { found: _, ...written } = await change(desk, id, before, { values, put, rev });
    return written;
  });
}

/**
 * Where a ticket may go: what the ticket itself says, where the tracker lets it, of the statuses that are known. Of any
 * other nobody could say whether it is an end, before which a person is asked.
 */
export function waysOf({ profile }: RestDesk, workflow: Workflow, { data }: Found): string[] {
  const status = readField(profile, 'status', data) ?? '';
  const path = profile.statuses?.allowed;
  const allowed = path === undefined ? undefined : valueAt(data, path);
  if (!Array.isArray(allowed)) return nextOf(workflow, status);
  const isKnown = (name: unknown): name is string =>
    typeof name === 'string' && kindOf(workflow, name) !== undefined;
  return allowed.filter(isKnown).filter((name) => name !== status);
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
  { status, ways, workflow }: { status: string; ways: readonly string[]; workflow: Workflow },
): void {
  if (ways.includes(to)) return;
  if (kindOf(workflow, to) === undefined) throw badValue('to', to, ways);
  const names = ways.map((name) => clip(oneLine(name), 60)).join(', ');
  throw new ToolError(
    'invalid_input',
    `to: ${quoted(clip(id, 60))} is ${quoted(clip(status, 60))}, and cannot become ${quoted(to)}.`,
    { hint: names === '' ? 'It can become nothing else.' : `It can become: ${names}.` },
  );
}
