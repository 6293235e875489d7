import { type Columns, type Edit, nextState, type Subject, written } from '../rules/edit.ts';
import type { SetChange } from '../rules/sets.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Scope } from './store.ts';

/** Brings a ticket to its next state and keeps what led there. Gives what the write answers. */
export async function applyEdit(
  scope: Scope,
  ticket: Subject,
  { what, changed, ...edit }: Edit,
): Promise<Written> {
  const { tenant, person } = scope;
  const { rev, at } = nextState(ticket, scope);
  const event = await scope.get<{ seq: number }>(
    `INSERT INTO event(tenant, ticket, rev, at, author_id, author_name, author_role, what, changed)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING seq`,
    ...[tenant, ticket.row, rev, at, person.id, person.name, person.role, what, JSON.stringify(changed)],
  );
  await setColumns(scope, ticket, { ...edit.columns, rev, changed: event?.seq ?? 0, updated_at: at });
  if (edit.labels !== undefined) await changeSet(scope, 'label', ticket.row, edit.labels);
  if (edit.assignees !== undefined) await changeSet(scope, 'assignee', ticket.row, edit.assignees);
  return written(ticket, rev, changed);
}

/** Writes fields of a ticket, and nothing of what leads there. */
export async function setColumns(
  { run, tenant }: Scope,
  { row }: { row: number },
  columns: Columns & { rev?: number; changed?: number; updated_at?: number },
): Promise<void> {
  const sets = Object.keys(columns).map((name, at) => `${name} = $${at + 3}`);
  await run(
    `UPDATE ticket SET ${sets.join(', ')} WHERE tenant = $1 AND row = $2`,
    ...[tenant, row],
    ...Object.values(columns),
  );
}

async function changeSet(
  { run, tenant }: Scope,
  table: 'label' | 'assignee',
  row: number,
  { gone, come }: SetChange,
): Promise<void> {
  if (gone.length > 0) {
    await run(
      `DELETE FROM ${table} WHERE tenant = $1 AND ticket = $2 AND name = ANY($3)`,
      ...[tenant, row, gone],
    );
  }
  if (come.length > 0) {
    await run(
      `INSERT INTO ${table}(tenant, ticket, name) SELECT $1, $2, unnest($3::text[])`,
      ...[tenant, row, come],
    );
  }
}
