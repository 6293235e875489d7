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
}

/** What a ticket of this status is like; undefined for a status that the workflow has not. */
export function kindOf({ statuses }: Workflow, status: string): StatusKind | undefined {
  return statuses.find(({ name }) => name === status)?.kind;
}

/** Where a ticket of this status may go. */
export function nextOf({ transitions }: Workflow, status: string): string[] {
  return transitions.filter(({ from }) => from === status).map(({ to }) => to);
}
