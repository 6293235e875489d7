/** What a status means, whatever it is called: nobody is at it, somebody is, or nothing is left to do. */
export type StatusKind = 'open' | 'active' | 'done';

export interface Status {
  name: string;
  kind: StatusKind;
}

/** Where a ticket may go from a status. */
export interface Transition {
  from: string;
  to: string;
  /** A person is asked before a ticket goes there, as before it ends. */
  ask?: boolean;
}

/** What a ticket of a project may be. */
export interface Workflow {
  statuses: readonly Status[];
  /** What a new ticket has. */
  initial: string;
  transitions: readonly Transition[];
  /** Most pressing first; empty where the tracker knows none. */
  priorities: readonly string[];
  /** Kinds of tickets; empty where the tracker knows none. */
  types: readonly string[];
  /** Why a ticket ends; empty where no reason is kept. */
  resolutions: readonly string[];
  /** Statuses of a workflow before this one, which tickets still have; left out where there are none. */
  former?: readonly string[];
}

/** What a ticket of this status is like; undefined for a status that the workflow has not. */
export function kindOf({ statuses }: Workflow, status: string): StatusKind | undefined {
  return statuses.find(({ name }) => name === status)?.kind;
}

/** Where a ticket of this status may go: from one that the workflow no longer has, to any that it has. */
export function nextOf(workflow: Workflow, status: string): string[] {
  const { statuses, transitions } = workflow;
  if (kindOf(workflow, status) === undefined) return statuses.map(({ name }) => name);
  return transitions.filter(({ from }) => from === status).map(({ to }) => to);
}

/**
 * Whether a person is asked before a ticket goes that way: where it ends, and where the workflow says so. Who comes from
 * a status that the workflow no longer has, or nobody knows from where, is asked as those who come from any other.
 */
export function asksBefore(
  workflow: Workflow,
  { from, to }: { from: string | undefined; to: string },
): boolean {
  const isAny = from === undefined || kindOf(workflow, from) === undefined;
  return (
    kindOf(workflow, to) === 'done' ||
    workflow.transitions.some((way) => way.ask && way.to === to && (isAny || way.from === from))
  );
}
