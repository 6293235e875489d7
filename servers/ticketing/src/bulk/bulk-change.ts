import type { Change, Move } from '../tracker/change.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Rev, Written } from '../tracker/ticket.ts';
import type { Seen, Tracker } from '../tracker/tracker.ts';

/** Fields that many tickets can share. */
export type SharedChange = Pick<
  Change,
  'priority' | 'addLabels' | 'removeLabels' | 'addAssignees' | 'removeAssignees'
>;

/** What is to become of each of many tickets: they go somewhere, or get the same fields. */
export type BulkChange = { move: Move } | { fields: SharedChange };

/** A ticket in the state that was planned with. */
export interface Planned {
  id: string;
  rev: Rev;
}

/** What every single ticket goes through, when it is planned as when it is done. Throws as the tracker. */
export function changeOne(
  tracker: Tracker,
  who: Who,
  id: string,
  bulk: BulkChange,
  seen: Seen,
): Promise<Written> {
  return 'move' in bulk
    ? tracker.transition(who, id, bulk.move, seen)
    : tracker.update(who, id, bulk.fields, seen);
}
