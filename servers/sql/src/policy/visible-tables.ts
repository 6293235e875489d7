import type { Table, TableColumn } from '../engine/table.ts';
import type { Policy } from './policy.ts';

/** A catalog as the policy leaves it: what is hidden is not in it, nor does anything refer to it. */
export function visibleTables(tables: readonly Table[], policy: Policy): Table[] {
  if (policy.keepsNothing) return [...tables];
  const shown = tables
    .filter((table) => table.refused === undefined && policy.opens(table))
    .map((table) => withoutHidden(table, policy));
  const has = (schema: string, name: string, columns: readonly string[]) => {
    const table = shown.find((other) => other.schema === schema && other.name === name);
    return (
      table !== undefined && columns.every((column) => table.columns.some(({ name }) => name === column))
    );
  };
  return shown.map((table) => ({
    ...table,
    primaryKey: has(table.schema, table.name, table.primaryKey) ? table.primaryKey : [],
    foreignKeys: table.foreignKeys.filter(
      (key) => has(table.schema, table.name, key.columns) && has(key.schema, key.table, key.references),
    ),
  }));
}

function withoutHidden(table: Table, policy: Policy): Table {
  const columns = table.columns.flatMap((column): TableColumn[] => {
    const openness = policy.column(table, column.name);
    if (openness === 'hidden') return [];
    return [openness === 'masked' ? { ...column, masked: true } : column];
  });
  return { ...table, columns };
}
