import type { Person } from '../tracker/tenant.ts';
import type { Workflow } from '../tracker/workflow.ts';

/** What the operator lets tickets be. */
export interface Rules {
  /** Nothing of other projects is touched or told of. The first is meant where none is named. */
  projects: readonly string[];
  workflow: Workflow;
}

/** For whom something is decided, and when. */
export interface Moment {
  readonly person: Person;
  /** Milliseconds since 1970, by a clock that may be put back. */
  readonly now: number;
  readonly rules: Rules;
}

declare const BRAND: unique symbol;
/** A tenant, as a database numbers it. Made by its store alone, of the tenant of who is calling. */
export type TenantNumber = number & { readonly [BRAND]: 'tenant' };
