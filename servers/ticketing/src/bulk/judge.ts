import { setImmediate as breath } from 'node:timers/promises';
import { ToolError } from '@ashlar/kit/errors';
import { throwIfCancelled } from '@ashlar/kit/files';
import type { Who } from '../tracker/tenant.ts';
import type { Changed } from '../tracker/ticket.ts';
import type { Doing, Tracker } from '../tracker/tracker.ts';
import { type BulkChange, changeOne, type Planned } from './bulk-change.ts';

/** Tickets that are looked at side by side. */
const AT_ONCE = 5;

/** A ticket to be judged: as it is now, or where it was planned before, as it was then. */
export type Asked = Pick<Planned, 'id'> & Partial<Pick<Planned, 'rev'>>;

export interface Judged extends Planned {
  title: string;
  /** What would be another; empty where it is so already. */
  changed: readonly Changed[];
}

export interface Refused {
  id: string;
  error: ToolError;
}

export interface Judgement {
  would: Judged[];
  /** Ids of those that are so already. */
  same: string[];
  refused: Refused[];
}

/** What would become of each ticket, in the order they came, each once. Writes nothing. */
export async function judge(
  tracker: Tracker,
  who: Who,
  asked: readonly Asked[],
  bulk: BulkChange,
  { signal }: Doing,
): Promise<Judgement> {
  const found = new Map<string, Judged | Refused>();
  for (let at = 0; at < asked.length; at += AT_ONCE) {
    await breath();
    throwIfCancelled(signal);
    const some = asked.slice(at, at + AT_ONCE);
    const judged = await Promise.all(some.map((one) => judgeOne(tracker, who, one, bulk, { signal })));
    for (const one of judged) found.set(one.id, one);
  }
  const all = [...found.values()];
  const fine = all.filter((one) => 'changed' in one);
  return {
    would: fine.filter(({ changed }) => changed.length > 0),
    same: fine.filter(({ changed }) => changed.length === 0).map(({ id }) => id),
    refused: all.filter((one) => 'error' in one),
  };
}

async function judgeOne(
  tracker: Tracker,
  who: Who,
  asked: Asked,
  bulk: BulkChange,
  { signal }: Doing,
): Promise<Judged | Refused> {
  let { id } = asked;
  try {
    const ticket = await tracker.get(who, id, { signal });
    // As the tracker writes it, so that no ticket is there twice.
    id = ticket.id;
    const rev = asked.rev ?? ticket.rev;
    const { changed } = await changeOne(tracker, who, id, bulk, { rev, signal, dryRun: true });
    return { id, rev, title: ticket.title, changed };
  } catch (error) {
    if (!isOfTicket(error)) throw error;
    return { id, error };
  }
}

/** Whether a failure is about this ticket, and another one may do. */
export function isOfTicket(error: unknown): error is ToolError {
  const codes = ['conflict', 'not_found', 'invalid_input', 'forbidden'];
  return error instanceof ToolError && codes.includes(error.code);
}
