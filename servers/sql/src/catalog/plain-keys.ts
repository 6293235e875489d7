import type { Table } from '../engine/table.ts';

/** The tables with foreign keys that say to which columns they refer only where that is not a primary key of `all`. */
export function plainKeys(tables: readonly Table[], all: readonly Table[]): Table[] {
  const primary = new Map(all.map((table) => [placeOf(table.schema, table.name), table.primaryKey]));
  return tables.map((table) => ({
    ...table,
    foreignKeys: table.foreignKeys.map((key) => {
      const target = primary.get(placeOf(key.schema, key.table)) ?? [];
      const isPrimary = placeOf(...target) === placeOf(...key.references);
      return isPrimary ? { ...key, references: [] } : key;
    }),
  }));
}

/** SQLite writes a foreign key as its author did, in any case. */
function placeOf(...names: string[]): string {
  return names.join('\0').toLowerCase();
}
