import { setImmediate as breath } from 'node:timers/promises';
import { ToolError } from '@ashlar/kit/errors';
import type { Who } from '../tracker/tenant.ts';
import type { Changed } from '../tracker/ticket.ts';
import type { Doing, Tracker } from '../tracker/tracker.ts';
import { type BulkChange, changeOne, type Planned } from './bulk-change.ts';
import { isOfTicket, type Refused } from './judge.ts';

export interface Outcome {
  done: { id: string; changed: readonly Changed[] }[];
  same: string[];
  refused: Refused[];
  /** Not tried, with why the rest was not. */
  left: string[];
  why?: unknown;
}

interface Going extends Doing {
  /** Milliseconds after which no further ticket is begun. */
  ms: number;
  progress(done: number, total: number, message: string): void;
}

/**
 * Changes one ticket after the other, each where it is as it was planned. What goes wrong with one is told of it, and the
 * next one is tried; where it is not about the ticket, such as a limit, a lost connection or an answer that never came,
 * the rest is left: nobody knows what would become of it. Whoever cancels stops it between two tickets.
 */
export async function carryOut(
  tracker: Tracker,
  who: Who,
  planned: readonly Planned[],
  bulk: BulkChange,
  { signal, ms, progress }: Going,
): Promise<Outcome> {
  const until = performance.now() + ms;
  const outcome: Outcome = { done: [], same: [], refused: [], left: [] };
  for (const [at, { id, rev }] of planned.entries()) {
    // A tracker in this process takes no time to speak of: nobody who cancels would be heard.
    await breath();
    const stop = signal?.aborted === true ? cancelled() : performance.now() > until ? late(ms) : undefined;
    if (stop !== undefined) return leave(outcome, planned.slice(at), stop);
    try {
      // No signal: a change that was begun is seen to its end.
      const { changed } = await changeOne(tracker, who, id, bulk, { rev });
      if (changed.length === 0) outcome.same.push(id);
      else outcome.done.push({ id, changed });
    } catch (error) {
      if (isOfTicket(error)) outcome.refused.push({ id, error });
      else return leave(failed(outcome, id, error), planned.slice(at + 1), error);
    }
    progress(at + 1, planned.length, id);
  }
  return outcome;
}

/** The ticket at which it ended is told of, and not taken for one that was not tried. */
function failed(outcome: Outcome, id: string, thrown: unknown): Outcome {
  const error =
    thrown instanceof ToolError ? thrown : new ToolError('internal', 'Nobody knows what became of it.');
  return { ...outcome, refused: [...outcome.refused, { id, error }] };
}

function leave(outcome: Outcome, rest: readonly Planned[], why: unknown): Outcome {
  return { ...outcome, left: rest.map(({ id }) => id), why };
}

function cancelled(): ToolError {
  return new ToolError('cancelled', 'The call was cancelled.');
}

function late(ms: number): ToolError {
  return new ToolError('timeout', `It took longer than ${ms / 1_000} s.`);
}
