import { throwIfCancelled } from '@ashlar/kit/files';
import { sameText } from '../remote/same-text.ts';
import { unknownOutcome } from '../remote/unknown-outcome.ts';
import type { Draft } from '../tracker/change.ts';
import { badValue } from '../tracker/refusals.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Changed, Written } from '../tracker/ticket.ts';
import type { Creation, Doing } from '../tracker/tracker.ts';
import { type Answer, NoAnswer } from './answer.ts';
import type { RestDesk } from './desk.ts';
import { type FieldValues, readField, writeFields } from './fields.ts';
import { textAt } from './json-path.ts';
import { lostTicket } from './lost.ts';
import type { FieldName } from './profile.ts';
import { idOf, type Project } from './projects.ts';
import { find, plain } from './read.ts';
import { similarTickets } from './similar.ts';

/** Tickets that `unless` is told of. */
const MOST_SIMILAR = 5;
/** Characters of what a tracker calls a ticket. */
const MOST_ID = 200;

/** Sends it once. Where the answer is lost, the ticket is looked for, if the tracker can be. */
export async function createTicket(
  desk: RestDesk,
  who: Who,
  draft: Draft,
  { intent, unless, signal }: Creation,
): Promise<Written> {
  const project = await desk.projects.named(who, draft.project);
  checkDraft(draft);
  return desk.writes.do(async () => {
    throwIfCancelled(signal);
    return desk.intents.once({
      who,
      what: `create ${project.name}`,
      intent,
      run: async () => {
        const sent = await sending(desk, project, draft, { signal });
        unless?.(await similarTickets(desk, project, draft, { limit: MOST_SIMILAR, signal }));
        return madeOf(desk, project, draft, await sent());
      },
      find: async (begun) => {
        const number = await lostTicket(desk, project, draft, begun);
        return number === undefined ? undefined : writtenNow(desk, project, draft, number);
      },
      unknown: (cause) => unknown(desk, cause),
    });
  });
}

function unknown({ profile }: RestDesk, cause: unknown): Error {
  const hint =
    profile.search === undefined
      ? 'Look in the tracker itself: it cannot be looked for here, and the same call sends no second one.'
      : 'Look with search_tickets in a minute; the same call, made again, looks first and makes no second one.';
  return unknownOutcome(profile.name, 'the ticket was made', hint, cause);
}

function checkDraft({ labels = [], parent, assignees = [] }: Draft): void {
  const [label] = labels;
  if (label !== undefined) throw badValue('labels', label, []);
  if (parent !== undefined) throw badValue('parent', parent, []);
  if (assignees.length > 1) throw badValue('assignees', assignees[1] ?? '', [assignees[0] ?? '']);
}

/** Values are checked before anything else is done. */
async function sending(
  desk: RestDesk,
  project: Project,
  draft: Draft,
  doing: Doing,
): Promise<() => Promise<Answer>> {
  const { create, permissions, fields } = desk.profile;
  const put = await writeFields(desk, project, valuesOf(draft, fields.body.write !== undefined), doing);
  const values = { project: project.name, projectId: project.id, body: draft.body };
  const about = { project: project.name, permission: permissions.create };
  return () => desk.send(create.request, { ...about, values, put });
}

/** A text that is no field of its own stands in the request itself. */
function valuesOf(
  { title, body, priority, type, due, assignees = [] }: Draft,
  withBody: boolean,
): FieldValues {
  const [assignee] = assignees;
  return {
    title,
    ...(withBody ? { body } : {}),
    ...(priority === undefined ? {} : { priority }),
    ...(type === undefined ? {} : { type }),
    ...(due === undefined ? {} : { due }),
    ...(assignee === undefined ? {} : { assignee }),
  };
}

/** What was made, of an answer that says so. Throws `NoAnswer` for one that does not: then nobody knows. */
async function madeOf(desk: RestDesk, project: Project, draft: Draft, answer: Answer): Promise<Written> {
  const { create, ticket } = desk.profile;
  if (ticket === undefined) return onlyMade(desk, draft, answer);
  const number = textAt(answer.data, create.number);
  if (number === undefined) throw unreadable(create.request.path);
  return writtenNow(desk, project, draft, number);
}

/** Of a tracker that cannot be read: what it says is all that is known. */
function onlyMade({ profile: { create } }: RestDesk, draft: Draft, { data }: Answer): Written {
  const id = textAt(data, create.id ?? create.number);
  if (id === undefined || id === '' || id.length > MOST_ID) throw unreadable(create.request.path);
  const url = create.url === undefined ? undefined : addressOf(textAt(data, create.url));
  return {
    id,
    rev: '',
    ...(url === undefined ? {} : { url }),
    changed: [{ field: 'title', after: draft.title }],
  };
}

function unreadable(path: string): NoAnswer {
  return new NoAnswer({ method: 'POST', url: path }, new Error('does not say what was made'));
}

/** Shown to people, and never asked. */
function addressOf(said: string | undefined): string | undefined {
  return said !== undefined && /^https?:\/\/[^\s"<>]{1,2000}$/.test(said) ? said : undefined;
}

/** Trackers leave out values without a word where the token may not set them: what is there is what counts. */
async function writtenNow(desk: RestDesk, project: Project, draft: Draft, number: string): Promise<Written> {
  const place = { project, number };
  desk.made.add(idOf(place));
  const found = await find(desk, place, {}).catch(() => undefined);
  if (found === undefined) {
    return { id: idOf(place), rev: '', changed: [{ field: 'title', after: draft.title }] };
  }
  const ticket = plain(desk, found);
  const { read } = desk.profile.fields.body;
  const wanted = Object.entries(valuesOf(draft, read !== undefined)) as [FieldName, string][];
  // A tracker may also answer with a ticket that was there.
  const dropped = wanted.filter(([name, value]) => {
    const said = readField(desk.profile, name, found.data) ?? '';
    return !sameText(said, value) && said.toLowerCase() !== value.toLowerCase();
  });
  const changed: Changed[] = [
    { field: 'title', after: ticket.title },
    { field: 'status', after: ticket.status },
    ...(ticket.priority === undefined ? [] : [{ field: 'priority', after: ticket.priority }]),
    ...(ticket.assignees.length === 0 ? [] : [{ field: 'assignees', after: ticket.assignees.join(', ') }]),
  ];
  return {
    id: ticket.id,
    rev: ticket.rev,
    ...(ticket.url === undefined ? {} : { url: ticket.url }),
    changed,
    ...(dropped.length === 0
      ? {}
      : { dropped: dropped.map(([name]) => (name === 'assignee' ? 'assignees' : name)) }),
  };
}
