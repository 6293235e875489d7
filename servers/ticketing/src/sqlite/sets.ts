import type { Changed } from '../tracker/ticket.ts';
import type { Scope } from './store.ts';

/** Tables of what a ticket has several of. */
export type SetTable = 'label' | 'assignee';

const FIELDS = { label: 'labels', assignee: 'assignees' } as const;

/** Adds to a set and takes from it. Gives what of that was not so before. */
export function changeSet(
  scope: Scope,
  table: SetTable,
  row: number,
  { add = [], remove = [] }: { add?: readonly string[] | undefined; remove?: readonly string[] | undefined },
): Changed[] {
  const { tenant } = scope;
  const there = new Set(
    scope
      .all<{ name: string }>(`SELECT name FROM ${table} WHERE tenant = ? AND ticket = ?`, tenant, row)
      .map(({ name }) => name),
  );
  const spelled = (name: string) => (table === 'label' ? spellingOf(scope, name) : name);
  const gone = unique(remove.map(spelled)).filter((name) => there.has(name));
  const come = unique(add.map(spelled)).filter((name) => !there.has(name));
  for (const name of gone) {
    scope.run(`DELETE FROM ${table} WHERE tenant = ? AND ticket = ? AND name = ?`, tenant, row, name);
  }
  for (const name of come) {
    scope.run(`INSERT INTO ${table}(tenant, ticket, name) VALUES (?, ?, ?)`, tenant, row, name);
  }
  if (gone.length + come.length === 0) return [];
  return [{ field: FIELDS[table], ...joined('before', gone), ...joined('after', come) }];
}

/** A label that is in use with other capitals is that label. */
function spellingOf({ get, tenant }: Scope, name: string): string {
  const known = get<{ name: string }>(
    'SELECT name FROM label WHERE tenant = ? AND name = ? COLLATE NOCASE LIMIT 1',
    ...[tenant, name],
  );
  return known?.name ?? name;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function joined(side: 'before' | 'after', names: readonly string[]): Partial<Changed> {
  return names.length === 0 ? {} : { [side]: names.join(', ') };
}
