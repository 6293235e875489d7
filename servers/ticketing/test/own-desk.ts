import { type Who, whoOf } from '../src/tracker/tenant.ts';
import type { Tracker } from '../src/tracker/tracker.ts';

/** How a tracker is opened. */
export interface Desk {
  clock?: () => number;
  projects?: readonly string[];
}

/** What a tracker may have beside what all have that keep tickets themselves. */
type More = 'audience' | 'attach' | 'attachments' | 'attachment' | 'ledger';

/** A tracker that keeps tickets itself. */
export type OwnTracker = Required<Omit<Tracker, More>>;

export interface Opened {
  tracker: OwnTracker;
  /** One more for the same tickets, as another server would open it. */
  another(desk?: Desk): Promise<{ tracker: OwnTracker }>;
}

/** A tracker without a ticket, of the projects OPS and WEB where no others are named; gone when the test has finished. */
export type OpenDesk = (desk?: Desk) => Promise<Opened>;

/** Somebody of a tenant. */
export function somebody(name: string, tenant = 'acme'): Who {
  return whoOf({ subject: name, tenant, via: 'key' });
}

let intents = 0;

/** An intent that is like no other. */
export function anew(): { intent: { hash: string } } {
  intents += 1;
  return { intent: { hash: `test ${intents}` } };
}
