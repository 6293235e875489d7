import type { Query } from '../tracker/query.ts';
import { badValue } from '../tracker/refusals.ts';
import type { StatusKind } from '../tracker/workflow.ts';
import { allowedProject } from './project.ts';
import type { Rules } from './rules.ts';
import { checkValues } from './values.ts';

/** A question that is understood: every value is one that there can be. What is left out is not asked for. */
export interface Asked {
  project?: string;
  priority?: string;
  type?: string;
  /** One of these; where there are several lists, one of each. */
  statuses: readonly (readonly string[])[];
  assignee?: string;
  labels: readonly string[];
  /** Nobody is at it: it has one of these, is held by nobody, and all that blocks it has one of `finished`. */
  ready?: { open: readonly string[]; finished: readonly string[] };
  /** Milliseconds since 1970. */
  updatedSince?: number;
}

/**
 * Throws `ToolError` for values that the workflow has not, and projects that the operator does not allow. `former` gives
 * the statuses of a workflow before this one, which are known as long as a ticket has them.
 */
export function askedOf(rules: Rules, query: Query, former: () => readonly string[] = () => []): Asked {
  const { project, priority, type, assignee, labels = [], ready = false, updatedSince } = query;
  checkValues(rules.workflow, { priority, type });
  return {
    ...(project === undefined ? {} : { project: allowedProject(rules, project) }),
    ...(priority === undefined ? {} : { priority }),
    ...(type === undefined ? {} : { type }),
    statuses: statusesOf(rules, query, former),
    ...(assignee === undefined ? {} : { assignee }),
    labels,
    ...(ready ? { ready: { open: ofKinds(rules, 'open'), finished: ofKinds(rules, 'done') } } : {}),
    ...(updatedSince === undefined ? {} : { updatedSince: Date.parse(updatedSince) }),
  };
}

function statusesOf(rules: Rules, { status = [], kind }: Query, former: () => readonly string[]): string[][] {
  const names = rules.workflow.statuses.map(({ name }) => name);
  const all = status.every((one) => names.includes(one)) ? names : [...names, ...former()];
  for (const one of status) if (!all.includes(one)) throw badValue('status', one, all);
  return [
    ...(status.length === 0 ? [] : [[...status]]),
    ...(kind === undefined ? [] : [ofKinds(rules, kind)]),
  ];
}

function ofKinds({ workflow }: Rules, wanted: StatusKind): string[] {
  return workflow.statuses.filter(({ kind }) => kind === wanted).map(({ name }) => name);
}
