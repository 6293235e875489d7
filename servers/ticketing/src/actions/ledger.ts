import type { Who } from '../tracker/tenant.ts';
import type { Changed, Rev, Written } from '../tracker/ticket.ts';
import type { Doing } from '../tracker/tracker.ts';
import type { ActionLimits } from './action.ts';

/** What came of an action. `begun` is what nobody has heard of since: as much is known as of `unknown`. */
export type Outcome = 'begun' | 'done' | 'refused' | 'unknown';

/** An action that somebody wants done. */
export interface Booking {
  action: string;
  limits: ActionLimits;
  /** The ticket, in the state that the caller saw. */
  id: string;
  rev: Rev;
  /** The caller's own, which stands for this for good. */
  key: string;
  /** Of all that was given, the ticket with it. */
  hash: string;
  /** In hundredths; more than nothing. */
  amount: number;
  /** For the history. */
  fields: readonly Changed[];
}

/** One that is in the books. */
export interface Entry {
  /** What makes the request the same one for good, for whoever gets it. */
  number: string;
  outcome: Outcome;
  /** How it is called where it was done. */
  reference?: string;
  /** What of the ticket it has changed: its history, so far. */
  written: Written;
  /** Why it is not done, as far as a caller may know. */
  why?: string;
}

/** What is known before a person is asked. */
export interface Standing {
  /** The same has been booked already. */
  known?: Entry;
  /** In hundredths, of the last 24 hours, whatever came of it but for what was refused. */
  used: { caller: number; tenant: number };
  /** Of the same action and ticket, newest first. */
  earlier: readonly { at: string; amount: number; outcome: Outcome }[];
}

/**
 * What was done, for whom and how much. Kept together with the tickets, so that of two at once the second sees the first.
 * All throw `ToolError`: `conflict` for a key that stands for something else and for a state that is gone, and `limited`
 * for more than may be.
 */
export interface Ledger {
  /** Only looks. */
  look(who: Who, booking: Booking, doing?: Doing): Promise<Standing>;
  /** Books it, in the history of the ticket too, unless it is there already. */
  begin(who: Who, booking: Booking, doing?: Doing): Promise<{ entry: Entry; isNew: boolean }>;
  /** Says what came of it. */
  finish(
    who: Who,
    entry: Pick<Entry, 'number'>,
    came: { outcome: Exclude<Outcome, 'begun'>; reference?: string | undefined },
  ): Promise<Entry>;
}
