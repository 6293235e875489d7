import type { Change } from '../tracker/change.ts';
import type { Changed, Rev, Written } from '../tracker/ticket.ts';
import { checkSeen, record, unchanged } from './events.ts';
import { changeSet } from './sets.ts';
import type { Scope } from './store.ts';
import { replaceInIndex } from './text-index.ts';
import { idOf, type TicketRow, ticketAt } from './ticket-row.ts';
import { checkValues, parentRow } from './values.ts';

export function updateTicket(scope: Scope, id: string, change: Change, rev: Rev): Written {
  const ticket = ticketAt(scope, id);
  checkSeen(scope, ticket, rev);
  checkValues(scope.rules.workflow, change);
  const changed = [
    ...changeFields(scope, ticket, change),
    ...changeParent(scope, ticket, change.parent),
    ...changeSet(scope, 'label', ticket.row, { add: change.addLabels, remove: change.removeLabels }),
    ...changeSet(scope, 'assignee', ticket.row, { add: change.addAssignees, remove: change.removeAssignees }),
  ];
  return changed.length === 0 ? unchanged(ticket) : record(scope, ticket, 'updated', changed);
}

const FIELDS = ['title', 'body', 'priority', 'type', 'due'] as const;

function changeFields(scope: Scope, ticket: TicketRow, change: Change): Changed[] {
  const changed = FIELDS.flatMap((field) => {
    const after = change[field];
    const before = ticket[field] ?? '';
    if (after === undefined || after === before) return [];
    // Removing is for what a ticket can be without.
    scope.run(
      `UPDATE ticket SET ${field} = ? WHERE tenant = ? AND row = ?`,
      ...[after === '' && field !== 'body' ? null : after, scope.tenant, ticket.row],
    );
    // What a text said before is kept nowhere else; what it says now is in the ticket.
    return [changedField(field, before, field === 'body' ? '' : after)];
  });
  if (changed.some(({ field }) => field === 'title' || field === 'body')) {
    replaceInIndex(scope, ticket.row, {
      title: change.title ?? ticket.title,
      body: change.body ?? ticket.body,
    });
  }
  return changed;
}

function changeParent(scope: Scope, ticket: TicketRow, wanted: string | undefined): Changed[] {
  if (wanted === undefined) return [];
  const parent = wanted === '' ? null : parentRow(scope, wanted, ticket.row);
  if (parent === ticket.parent) return [];
  scope.run('UPDATE ticket SET parent = ? WHERE tenant = ? AND row = ?', parent, scope.tenant, ticket.row);
  const name = (row: number | null) => (row === null ? '' : (idOf(scope, row) ?? ''));
  return [changedField('parent', name(ticket.parent), name(parent))];
}

function changedField(field: string, before: string, after: string): Changed {
  return { field, ...(before === '' ? {} : { before }), ...(after === '' ? {} : { after }) };
}
