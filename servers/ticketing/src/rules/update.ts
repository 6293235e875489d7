import type { Change } from '../tracker/change.ts';
import type { Changed } from '../tracker/ticket.ts';
import type { Columns, Edit } from './edit.ts';
import type { TicketRow } from './rows.ts';
import { changedSet, setChange } from './sets.ts';
import type { Spelling } from './spelling.ts';

/** What stands above a ticket, and what is to; names are `''` where there is none. */
export interface ParentChange {
  row: number | null;
  before: string;
  after: string;
}

const FIELDS = ['title', 'body', 'priority', 'type', 'due'] as const;

/** What a change does to a ticket; undefined where all of it is so already. */
export function update(
  ticket: TicketRow,
  change: Change,
  { parent, spelled }: { parent: ParentChange | undefined; spelled: Spelling },
): Edit | undefined {
  const fields = FIELDS.filter(
    (field) => change[field] !== undefined && change[field] !== (ticket[field] ?? ''),
  );
  const isElsewhere = parent !== undefined && parent.row !== ticket.parent;
  const labels = setChange(JSON.parse(ticket.labels), {
    add: change.addLabels?.map(spelled),
    remove: change.removeLabels?.map(spelled),
  });
  const assignees = setChange(JSON.parse(ticket.assignees), {
    add: change.addAssignees,
    remove: change.removeAssignees,
  });
  const changed = [
    ...fields.map((field) => changedField(ticket, field, change[field] ?? '')),
    ...(isElsewhere ? [changedText('parent', parent.before, parent.after)] : []),
    ...changedSet('labels', labels),
    ...changedSet('assignees', assignees),
  ];
  if (changed.length === 0) return undefined;
  const columns = { ...columnsOf(fields, change), ...(isElsewhere ? { parent: parent.row } : {}) };
  return { what: 'updated', changed, columns, labels, assignees };
}

/** Removing is for what a ticket can be without. */
function columnsOf(fields: readonly (typeof FIELDS)[number][], change: Change): Columns {
  return Object.fromEntries(
    fields.map((field) => [field, change[field] === '' && field !== 'body' ? null : change[field]]),
  );
}

/** What a text said before is kept nowhere else; what it says now is in the ticket. */
function changedField(ticket: TicketRow, field: (typeof FIELDS)[number], after: string): Changed {
  return changedText(field, ticket[field] ?? '', field === 'body' ? '' : after);
}

function changedText(field: string, before: string, after: string): Changed {
  return { field, ...(before === '' ? {} : { before }), ...(after === '' ? {} : { after }) };
}
