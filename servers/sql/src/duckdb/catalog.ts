import type { DuckDBConnection } from '@duckdb/node-api';
import { grouped } from '../catalog/grouped.ts';
import type { Table } from '../engine/table.ts';

type Row = Record<string, unknown>;

const TABLES = `SELECT schema_name AS s, table_name AS t, 'table' AS kind, estimated_size::DOUBLE AS estimate
  FROM duckdb_tables() WHERE NOT internal UNION ALL
  SELECT schema_name, view_name, 'view', NULL FROM duckdb_views() WHERE NOT internal ORDER BY 1, 2`;
const COLUMNS = `SELECT schema_name AS s, table_name AS t, column_name AS name, data_type AS type, is_nullable AS nullable
  FROM duckdb_columns() WHERE NOT internal ORDER BY 1, 2, column_index`;
const KEYS = `SELECT schema_name AS s, table_name AS t, constraint_type AS kind, to_json(constraint_column_names) AS columns,
  referenced_table AS target, to_json(referenced_column_names) AS refs
  FROM duckdb_constraints() WHERE constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY') ORDER BY 1, 2, constraint_index`;

export async function readCatalog(connection: DuckDBConnection): Promise<Table[]> {
  const ask = async (sql: string): Promise<Row[]> => (await connection.runAndReadAll(sql)).getRowObjects();
  const tables = await ask(TABLES);
  const columns = grouped(await ask(COLUMNS), place);
  const keys = grouped(await ask(KEYS), place);
  return tables.map((table) => {
    const own = keys.get(place(table)) ?? [];
    return {
      schema: String(table.s),
      name: String(table.t),
      kind: table.kind === 'view' ? 'view' : 'table',
      columns: (columns.get(place(table)) ?? []).map(({ name, type, nullable }) => ({
        name: String(name),
        type: String(type).toLowerCase(),
        nullable: nullable === true,
      })),
      primaryKey: own.filter(({ kind }) => kind === 'PRIMARY KEY').flatMap(({ columns }) => names(columns)),
      foreignKeys: own
        .filter(({ kind }) => kind === 'FOREIGN KEY')
        .map(({ columns, target, refs, s }) => ({
          columns: names(columns),
          schema: String(s),
          table: String(target),
          references: names(refs),
        })),
      ...(table.estimate === null ? {} : { estimatedRows: Number(table.estimate) }),
    };
  });
}

function place({ s, t }: Row): string {
  return JSON.stringify([s, t]);
}

function names(json: unknown): string[] {
  return JSON.parse(String(json)) as string[];
}
