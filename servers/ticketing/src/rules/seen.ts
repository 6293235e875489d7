import { stale } from '../tracker/refusals.ts';
import type { HistoryEntry, Rev } from '../tracker/ticket.ts';
import type { Subject } from './edit.ts';

/** Whether a ticket is as the caller saw it. */
export function isSeen({ rev }: Subject, saw: Rev): boolean {
  return saw === String(rev);
}

/** The state that was seen, where it is one that the ticket once had. */
export function seenBefore({ rev }: Subject, saw: Rev): number | undefined {
  return /^[1-9][0-9]{0,9}$/.test(saw) && Number(saw) < rev ? Number(saw) : undefined;
}

export function staleOf({ id, rev }: Subject, saw: Rev, since: readonly HistoryEntry[] | undefined) {
  return stale(id, { saw, now: String(rev), since });
}
