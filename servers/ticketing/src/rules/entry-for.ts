import type { Person } from '../tracker/tenant.ts';
import type { Changed, HistoryEntry } from '../tracker/ticket.ts';

/** As a person may know of it: of what was done for the team customers see that it was, by whom and when. */
export function entryFor({ role }: Person, entry: HistoryEntry): HistoryEntry {
  const kept = entry.changed.findLast(isOutcome) ?? entry.changed.find(isInternal);
  return role !== 'customer' || kept === undefined ? entry : { ...entry, changed: [kept] };
}

/** Of an action, behind its parameters, whatever these are called. */
function isOutcome({ field }: Changed): boolean {
  return field === 'outcome';
}

/** Of a comment or a file. */
function isInternal({ field, after }: Changed): boolean {
  return field === 'visibility' && after === 'internal';
}
