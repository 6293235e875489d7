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
  const columns = Object.entries({ ...edit.columns, rev, updated_at: at });
  const sets = columns.map(([name], place) => `${name} = $${place + 10}`);
  await scope.run(
    `WITH event AS (
       INSERT INTO event(tenant, ticket, rev, at, author_id, author_name, author_role, what, changed)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING seq
     ) UPDATE ticket SET changed = event.seq, ${sets.join(', ')} FROM event WHERE tenant = $1 AND row = $2`,
    ...[tenant, ticket.row, rev, at, person.id, person.name, person.role, what, JSON.stringify(changed)],
    ...columns.map(([, value]) => value),
  );
  await changeSets(scope, ticket, edit);
  return written(ticket, rev, changed);
}

/** Labels and assignees, as far as they become others. */
export async function changeSets(
  scope: Scope,
  { row }: { row: number },
  { labels, assignees }: Pick<Edit, 'labels' | 'assignees'>,
): Promise<void> {
  if (labels !== undefined) await changeSet(scope, 'label', row, labels);
  if (assignees !== undefined) await changeSet(scope, 'assignee', row, assignees);
}

/** Writes fields of a ticket, and nothing of what leads there. */
export async function setColumns(
  { run, tenant }: Scope,
  { row }: { row: number },
  columns: Columns,
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
