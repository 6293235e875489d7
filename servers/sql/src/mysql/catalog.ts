import type { PoolConnection } from 'mysql2';
import { grouped } from '../catalog/grouped.ts';
import type { ForeignKey, Table } from '../engine/table.ts';
import { say } from './session.ts';

const OWN = "('mysql', 'sys', 'information_schema', 'performance_schema')";
const TABLES = `SELECT table_schema AS s, table_name AS t, table_type AS kind, table_rows AS estimate
  FROM information_schema.tables WHERE table_schema NOT IN ${OWN} ORDER BY 1, 2`;
const COLUMNS = `SELECT table_schema AS s, table_name AS t, column_name AS name, column_type AS type, is_nullable AS nullable
  FROM information_schema.columns WHERE table_schema NOT IN ${OWN} ORDER BY 1, 2, ordinal_position`;
const KEYS = `SELECT table_schema AS s, table_name AS t, constraint_name AS name, column_name AS col,
  referenced_table_schema AS rs, referenced_table_name AS rt, referenced_column_name AS rc
  FROM information_schema.key_column_usage WHERE table_schema NOT IN ${OWN}
  AND (constraint_name = 'PRIMARY' OR referenced_table_name IS NOT NULL) ORDER BY 1, 2, 3, ordinal_position`;

type Row = Record<string, unknown>;

export async function readCatalog(connection: PoolConnection): Promise<Table[]> {
  const tables = await say(connection, TABLES);
  const columns = grouped(await say(connection, COLUMNS), place);
  const keys = grouped(await say(connection, KEYS), place);
  return tables.map((table) => {
    const isView = /VIEW/.test(String(table.kind));
    const parts = keys.get(place(table)) ?? [];
    return {
      schema: String(table.s),
      name: String(table.t),
      kind: isView ? 'view' : 'table',
      columns: (columns.get(place(table)) ?? []).map(({ name, type, nullable }) => ({
        name: String(name),
        type: String(type),
        nullable: nullable === 'YES',
      })),
      primaryKey: parts.filter(({ rt }) => rt === null).map(({ col }) => String(col)),
      foreignKeys: foreignKeys(parts.filter(({ rt }) => rt !== null)),
      ...(isView || table.estimate === null ? {} : { estimatedRows: Number(table.estimate) }),
    };
  });
}

function place({ s, t }: Row): string {
  return JSON.stringify([s, t]);
}

function foreignKeys(parts: readonly Row[]): ForeignKey[] {
  return [...grouped(parts, ({ name }) => name).values()].map((parts) => ({
    columns: parts.map(({ col }) => String(col)),
    schema: String(parts[0]?.rs),
    table: String(parts[0]?.rt),
    references: parts.map(({ rc }) => String(rc)),
  }));
}
