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
  /** Nobody is at it: it has one of these, is held by nobody, and nothing that blocks it has one of `unfinished`. */
  ready?: { open: readonly string[]; unfinished: readonly string[] };
  /** Milliseconds since 1970. */
  updatedSince?: number;
}

/** Throws `ToolError` for values that the workflow has not, and projects that the operator does not allow. */
export function askedOf(rules: Rules, query: Query): Asked {
  const { project, priority, type, assignee, labels = [], ready = false, updatedSince } = query;
  checkValues(rules.workflow, { priority, type });
  return {
    ...(project === undefined ? {} : { project: allowedProject(rules, project) }),
    ...(priority === undefined ? {} : { priority }),
    ...(type === undefined ? {} : { type }),
    statuses: statusesOf(rules, query),
    ...(assignee === undefined ? {} : { assignee }),
    labels,
    ...(ready
      ? { ready: { open: ofKinds(rules, ['open']), unfinished: ofKinds(rules, ['open', 'active']) } }
      : {}),
    ...(updatedSince === undefined ? {} : { updatedSince: Date.parse(updatedSince) }),
  };
}

function statusesOf(rules: Rules, { status = [], kind }: Query): string[][] {
  const names = rules.workflow.statuses.map(({ name }) => name);
  for (const one of status) if (!names.includes(one)) throw badValue('status', one, names);
  return [
    ...(status.length === 0 ? [] : [[...status]]),
    ...(kind === undefined ? [] : [ofKinds(rules, [kind])]),
  ];
}

function ofKinds({ workflow }: Rules, kinds: readonly StatusKind[]): string[] {
  return workflow.statuses.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
}
