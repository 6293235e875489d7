import type { Query } from '../tracker/query.ts';
import { badValue } from '../tracker/refusals.ts';
import type { Doing } from '../tracker/tracker.ts';
import { kindOf, type Workflow } from '../tracker/workflow.ts';
import { Conditions } from './conditions.ts';
import type { RestDesk } from './desk.ts';
import { theirs } from './fields.ts';
import { textOf } from './json-path.ts';
import type { Search } from './profile-lists.ts';
import type { Project } from './projects.ts';

/** Seconds by which a time that is told as one ago may be another one. */
const MARGIN_S = 5;

/** Which tickets are meant, all of it checked. */
export interface Listing {
  project: Project;
  /** Undefined: any. */
  statuses: readonly string[] | undefined;
  query: { [Name in 'priority' | 'type' | 'assignee' | 'ready']?: Query[Name] | undefined };
  since: string | undefined;
}

/** Undefined where no ticket can be meant. Throws `ToolError` (`invalid_input`) for what the tracker has not. */
export function listingOf(query: Query, project: Project, workflow: Workflow): Listing | undefined {
  const {
    status = [],
    kind,
    priority,
    type,
    parent,
    labels = [],
    ready = false,
    assignee,
    updatedSince,
  } = query;
  const names = workflow.statuses.map(({ name }) => name);
  for (const one of status) if (!names.includes(one)) throw badValue('status', one, names);
  if (parent !== undefined) throw badValue('parent', parent, []);
  const [label] = labels;
  if (label !== undefined) throw badValue('labels', label, []);
  if (ready && assignee !== undefined) return undefined;
  const meant = names
    .filter((name) => status.length === 0 || status.includes(name))
    .filter((name) => kind === undefined || kindOf(workflow, name) === kind)
    .filter((name) => !ready || kindOf(workflow, name) === 'open');
  if (meant.length === 0) return undefined;
  return {
    project,
    statuses: meant.length === names.length ? undefined : meant,
    query: { priority, type, assignee, ready },
    since: updatedSince === undefined ? undefined : secondText(Date.parse(updatedSince)),
  };
}

/** The question to the tracker. `until` is a second, from which on everything was shown. */
export async function conditionsOf(
  desk: RestDesk,
  search: Search,
  { project, statuses, query, since }: Listing,
  until: string | undefined,
  doing: Doing,
): Promise<Conditions> {
  const conditions = new Conditions(search);
  const their = async (name: 'status' | 'priority' | 'type' | 'assignee', value: string) =>
    textOf(await theirs(desk, project, name, value, doing)) ?? '';
  conditions.addAny('project', [project.name]);
  if (statuses === undefined) conditions.add('anyStatus', {});
  else if (conditions.has('status'))
    conditions.addAny('status', await Promise.all(statuses.map((one) => their('status', one))));
  for (const name of ['priority', 'type', 'assignee'] as const) {
    const value = query[name];
    if (value !== undefined) conditions.addAny(name, [await their(name, value)]);
  }
  if (query.ready === true) conditions.add('unassigned', {});
  if (since !== undefined && until !== undefined && conditions.has('between')) {
    conditions.add('between', { since, until });
    return conditions;
  }
  if (since !== undefined) conditions.add('since', { since, sinceAgo: ago(desk, since, MARGIN_S) });
  if (until !== undefined) conditions.add('until', { until, untilAgo: ago(desk, until, -MARGIN_S) });
  return conditions;
}

/**
 * A time by the tracker's own clock, for those that take times of day for those of the account's zone, which they do not
 * tell. What lies within the margin is left out afterwards.
 */
function ago(desk: RestDesk, time: string, margin: number): string {
  const seconds = Math.round((desk.theirTime() - Date.parse(time)) / 1000) + margin;
  return `${Math.max(0, seconds)} seconds ago`;
}

/** ISO 8601 in UTC, to the second. */
export function secondText(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
