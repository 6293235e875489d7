import { ToolError } from '@ashlar/kit/errors';
import { held, isOver, notHeld } from '../remote/claim-refusals.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Claimed, Doing } from '../tracker/tracker.ts';
import { kindOf } from '../tracker/workflow.ts';
import { assigneeIn, change } from './change.ts';
import type { RestDesk } from './desk.ts';
import { type FieldValues, readField, writeFields } from './fields.ts';
import { withValue } from './json-path.ts';
import { beginning, waysOf } from './move.ts';
import { find, plain } from './read.ts';
import { type Found, revOf } from './record.ts';
import { workflowOf } from './workflow.ts';

/**
 * Assigns the ticket to the account of the token, if it is nobody's, and begins it. It has no end: who works with one
 * account shares its claims. Of many who come at once one gets it as surely as the tracker compares revisions.
 */
export async function claimTicket(desk: RestDesk, who: Who, id: string, { signal }: Doing): Promise<Claimed> {
  const place = await desk.place(who, id);
  return desk.writes.do(async () => {
    const me = await account(desk);
    const before = await find(desk, place, { signal }, id);
    const workflow = await workflowOf(desk, place.project, { signal });
    const status = readField(desk.profile, 'status', before.data) ?? '';
    if (kindOf(workflow, status) === 'done') throw isOver(id);
    const holder = assigneeIn(desk.profile, before.data);
    if (holder === me) return { ...unchanged(desk, before), already: true };
    if (holder !== undefined) throw held(id, nameIn(desk, before));
    const to = await beginning(desk, before, { signal });
    const { found, ...written } = await assign(desk, id, before, { me, to });
    if (assigneeIn(desk.profile, found.data) !== me) throw held(id, nameIn(desk, found));
    if (to !== undefined) desk.begun.set(written.id, { from: status, to });
    return { ...written, already: false };
  });
}

/** Takes the account of the token from it, and moves it back to where this process took it from. */
export async function releaseTicket(
  desk: RestDesk,
  who: Who,
  id: string,
  { signal }: Doing,
): Promise<Written> {
  const place = await desk.place(who, id);
  return desk.writes.do(async () => {
    const me = await account(desk);
    const before = await find(desk, place, { signal }, id);
    const holder = assigneeIn(desk.profile, before.data);
    if (holder !== me) throw holder === undefined ? notHeld(id) : held(id, nameIn(desk, before));
    const { found: _, ...written } = await assign(desk, id, before, {
      me: null,
      to: await backTo(desk, before, { signal }),
    });
    desk.begun.delete(written.id);
    return written;
  });
}

async function assign(
  desk: RestDesk,
  id: string,
  before: Found,
  { me, to }: { me: string | null; to: string | undefined },
) {
  const { write, none } = desk.profile.fields.assignee ?? {};
  if (write === undefined) throw new Error('this tracker assigns nobody');
  const status: FieldValues = to === undefined ? {} : { status: to };
  const moved = await writeFields(desk, before.place.project, status, {});
  const put = (body: unknown) => withValue(moved(body), write, me ?? none?.[0] ?? null);
  const rev = revOf(desk.profile, before);
  return change(desk, id, before, {
    values: { assignee: me, ...status },
    put,
    rev,
    assigneeId: me ?? undefined,
  });
}

async function backTo(desk: RestDesk, found: Found, doing: Doing): Promise<string | undefined> {
  const { id } = plain(desk, found);
  const begun = desk.begun.get(id);
  if (begun === undefined || readField(desk.profile, 'status', found.data) !== begun.to) return undefined;
  const ways = waysOf(desk, await workflowOf(desk, found.place.project, doing), found);
  return ways.includes(begun.from) ? begun.from : undefined;
}

function unchanged(desk: RestDesk, found: Found): Written {
  const { id, rev, url } = plain(desk, found);
  return { id, rev, ...(url === undefined ? {} : { url }), changed: [] };
}

function nameIn({ profile }: RestDesk, { data }: Found): string {
  return readField(profile, 'assignee', data) ?? 'somebody';
}

async function account(desk: RestDesk): Promise<string> {
  const { me } = await desk.account();
  if (me !== undefined) return me;
  throw new ToolError('forbidden', 'Nobody knows whose the token of this server is.', {
    hint: 'Assign somebody with update_ticket.',
  });
}
