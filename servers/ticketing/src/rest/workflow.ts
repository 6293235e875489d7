import { ToolError } from '@ashlar/kit/errors';
import type { Doing } from '../tracker/tracker.ts';
import type { Status, StatusKind, Transition, Workflow } from '../tracker/workflow.ts';
import type { RestDesk } from './desk.ts';
import { valueAt } from './json-path.ts';
import type { FieldName, Profile } from './profile.ts';
import type { Project } from './projects.ts';

type Statuses = NonNullable<Profile['statuses']>;

/** What tickets of a project may be, of the profile and of the tracker's own lists. */
export async function workflowOf(desk: RestDesk, project: Project, doing: Doing): Promise<Workflow> {
  const { statuses } = desk.profile;
  const [priorities, types] = await Promise.all([
    choices(desk, project, 'priority', doing),
    choices(desk, project, 'type', doing),
  ]);
  if (statuses === undefined) {
    // What becomes of a ticket that was only taken is not known here.
    return { statuses: [], initial: '', transitions: [], priorities, types, resolutions: [] };
  }
  const all = await statusesOf(desk, statuses, project, doing);
  const initial =
    all.find(({ name }) => name === statuses.initial) ?? all.find(({ kind }) => kind === 'open');
  if (initial === undefined) throw noStatuses(desk.profile.name);
  return {
    statuses: all,
    initial: initial.name,
    transitions: transitionsOf(statuses, all),
    ...{ priorities, types, resolutions: [] },
  };
}

async function statusesOf(
  desk: RestDesk,
  { list, kinds, done }: Statuses,
  project: Project,
  doing: Doing,
): Promise<Status[]> {
  if (list === undefined) return Object.entries(kinds).map(([name, kind]) => ({ name, kind }));
  const named = await desk.lists.of(list, project, doing);
  return named.map(({ name, entry }) => {
    const isEnd = done !== undefined && valueAt(entry, done) === true;
    const kind: StatusKind = isEnd ? 'done' : Object.hasOwn(kinds, name) ? (kinds[name] ?? 'open') : 'open';
    return { name, kind };
  });
}

/** Where only the ticket itself knows, any may be tried: those it has are told where it has not. */
function transitionsOf({ ways }: Statuses, all: readonly Status[]): Transition[] {
  const names = all.map(({ name }) => name);
  return names.flatMap((from) =>
    (ways === undefined ? names.filter((to) => to !== from) : (ways[from] ?? [])).map((to) => ({ from, to })),
  );
}

/** Most pressing first: a profile names them so, and trackers the other way round. */
async function choices(desk: RestDesk, project: Project, name: FieldName, doing: Doing): Promise<string[]> {
  const { values, list } = desk.profile.fields[name] ?? {};
  if (values !== undefined) return Object.keys(values);
  if (list === undefined) return [];
  const named = (await desk.lists.of(list, project, doing)).map((one) => one.name);
  return name === 'priority' ? named.reverse() : named;
}

function noStatuses(tracker: string): ToolError {
  return new ToolError('upstream', `${tracker} gives no status in which a ticket begins.`, {
    hint: 'Tell the operator: statuses of the profile say which one that is.',
  });
}
