import { ToolError } from '@ashlar/kit/errors';
import { isUncertain } from '../remote/answer-error.ts';
import { differences } from '../remote/differences.ts';
import { sameText } from '../remote/same-text.ts';
import { unknownOutcome } from '../remote/unknown-outcome.ts';
import type { Rev, Written } from '../tracker/ticket.ts';
import { type Answer, RefusedAnswer } from './answer.ts';
import type { RestDesk } from './desk.ts';
import { isDenied, notAllowed, sayings } from './failures.ts';
import { type FieldValues, readField } from './fields.ts';
import { textAt } from './json-path.ts';
import type { FieldName } from './profile.ts';
import { find, plain, staleSince } from './read.ts';
import { type Found, placeValues } from './record.ts';

export interface Changing {
  /** Values by the names of fields, as people have them. */
  values: FieldValues;
  /** What is put into the request for them. */
  put(body: unknown): unknown;
  /** Which state the change is of. */
  rev: Rev;
  /** The assignee by the id, where a name is not what was sent. */
  assigneeId?: string | undefined;
}

/**
 * Sends a change, once, and reads the ticket again: that says what was done, whatever was answered. Throws `stale` where
 * the tracker found that somebody was faster, the failure where nothing of it was done, and `ToolError` (`upstream`)
 * where nobody knows.
 */
export async function change(
  desk: RestDesk,
  id: string,
  before: Found,
  changing: Changing,
): Promise<Written & { found: Found }> {
  const { values, rev } = changing;
  const { answer, failure } = await tried(desk, id, before, changing);
  const after = await find(desk, before.place, {}, id).catch((cause) => {
    throw failure !== undefined && !isUncertain(failure) ? failure : lost(desk, id, failure ?? cause);
  });
  if (failure instanceof RefusedAnswer && failure.status === 412)
    throw await staleSince(desk, after, id, { rev });
  const missing = (Object.keys(values) as FieldName[]).filter(
    (name) => !isThere(desk, after, name, changing),
  );
  if (missing.length === Object.keys(values).length) {
    if (failure !== undefined) throw isUncertain(failure) ? lost(desk, id, failure) : failure;
    throw leftOut(desk, before, missing, answer?.data);
  }
  const [was, is] = [plain(desk, before), plain(desk, after)];
  return {
    id: is.id,
    rev: is.rev,
    ...(is.url === undefined ? {} : { url: is.url }),
    changed: differences(was, is),
    ...(missing.length === 0 ? {} : { dropped: missing.map(calledField) }),
    found: after,
  };
}

async function tried(
  desk: RestDesk,
  id: string,
  before: Found,
  { put }: Changing,
): Promise<{ answer?: Answer; failure?: unknown }> {
  const { change: changing, permissions } = desk.profile;
  if (changing === undefined) throw new Error('this tracker takes no changes');
  const { place } = before;
  const asking = {
    ...{ id, project: place.project.name, permission: permissions.change },
    values: placeValues(place),
  };
  const headers = ifMatch(desk, before);
  try {
    return { answer: await desk.send(changing.request, { ...asking, headers, put }) };
  } catch (failure) {
    return { failure };
  }
}

/** Without the state that it is of, a change would be taken whatever has happened since. */
function ifMatch({ profile }: RestDesk, { etag }: Found): Record<string, string> {
  if (profile.revisions?.by !== 'etag') return {};
  if (etag !== undefined) return { 'if-match': etag };
  throw new ToolError(
    'upstream',
    `${profile.name} does not say which state the ticket is in. Nothing was changed.`,
    {
      hint: 'Tell the operator: something between this server and the tracker takes its ETag away.',
    },
  );
}

function isThere(
  { profile }: RestDesk,
  { data }: Found,
  name: FieldName,
  { values, assigneeId }: Changing,
): boolean {
  const [wanted, said] = [values[name], readField(profile, name, data)];
  if (name === 'assignee' && assigneeId !== undefined) return assigneeIn(profile, data) === assigneeId;
  if (wanted === null || wanted === undefined) return said === undefined;
  return sameText(said, wanted) || said?.toLowerCase() === wanted.toLowerCase();
}

/** The id of who is assigned; undefined for nobody. */
export function assigneeIn(profile: RestDesk['profile'], data: unknown): string | undefined {
  const name = readField(profile, 'assignee', data);
  const { id } = profile.fields.assignee ?? {};
  return name === undefined || id === undefined ? name : textAt(data, id);
}

/** The tracker answered as if all were well, and nothing of it is there. */
function leftOut(desk: RestDesk, { place }: Found, missing: readonly FieldName[], data: unknown): ToolError {
  const { name: tracker, permissions } = desk.profile;
  const about = {
    tracker,
    project: place.project.name,
    permission: permissions.change,
    said: permissions.said,
  };
  const said = sayings(data);
  if (isDenied(data, about)) return notAllowed(about, said);
  if (said !== '') return new ToolError('invalid_input', `${tracker} changed nothing${said}.`);
  const fields = missing.map(calledField).join(', ');
  const needed = permissions.change === undefined ? 'a permission' : `the permission "${permissions.change}"`;
  return new ToolError('forbidden', `${tracker} left out ${fields} without a word: nothing was changed.`, {
    hint: `The token may need ${needed}. Tell the operator.`,
  });
}

function calledField(name: FieldName): string {
  return name === 'assignee' ? 'assignees' : name;
}

function lost({ profile }: RestDesk, id: string, cause: unknown): Error {
  return unknownOutcome(
    profile.name,
    `${id} was changed`,
    'Look at the ticket with get_ticket before anything else; what is not there may be asked for again.',
    cause,
  );
}
