import { type Columns, type Edit, nextState, type Subject, written } from '../rules/edit.ts';
import type { SetChange } from '../rules/sets.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Scope } from './store.ts';

/** Brings a ticket to its next state and keeps what led there. Gives what the write answers. */
export function applyEdit(scope: Scope, ticket: Subject, { what, changed, ...edit }: Edit): Written {
  const { tenant, person } = scope;
  const { rev, at } = nextState(ticket, scope);
  const { lastInsertRowid } = scope.run(
    `INSERT INTO event(tenant, ticket, rev, at, author_id, author_name, author_role, what, changed)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[tenant, ticket.row, rev, at, person.id, person.name, person.role, what, JSON.stringify(changed)],
  );
  setColumns(scope, ticket, { ...edit.columns, rev, changed: Number(lastInsertRowid), updated_at: at });
  if (edit.labels !== undefined) changeSet(scope, 'label', ticket.row, edit.labels);
  if (edit.assignees !== undefined) changeSet(scope, 'assignee', ticket.row, edit.assignees);
  return written(ticket, rev, changed);
}

/** Writes fields of a ticket, and nothing of what leads there. */
export function setColumns(
  { run, tenant }: Scope,
  { row }: { row: number },
  columns: Columns & { rev?: number; changed?: number; updated_at?: number },
): void {
  const names = Object.keys(columns);
  run(
    `UPDATE ticket SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE tenant = ? AND row = ?`,
    ...Object.values(columns),
    ...[tenant, row],
  );
}

function changeSet(
  { run, tenant }: Scope,
  table: 'label' | 'assignee',
  row: number,
  { gone, come }: SetChange,
): void {
  for (const name of gone) {
    run(`DELETE FROM ${table} WHERE tenant = ? AND ticket = ? AND name = ?`, tenant, row, name);
  }
  for (const name of come) {
    run(`INSERT INTO ${table}(tenant, ticket, name) VALUES (?, ?, ?)`, tenant, row, name);
  }
}
