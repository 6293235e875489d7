import { resolve } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Table } from '../engine/table.ts';
import { MASKED, type Policy } from '../policy/policy.ts';
import { quoteName } from '../statement/identifier.ts';
import { readCatalog } from './catalog.ts';
import type { Driver } from './driver.ts';
import { CLOSED, isTableFile, literal, openInstance, rowsOf, shutDoors } from './open-instance.ts';

const SOURCE = 'source';

/**
 * What a policy leaves of a file, copied into memory: what is kept back is not there to be reached, and the file is no
 * more open. Gives the catalog of all that was there; views and what could not be told apart are refused in it. Throws
 * what DuckDB throws, with `Out of Memory` where the copy takes more than 512 MB.
 */
export async function openKeptCopy(
  driver: Driver,
  path: string,
  policy: Policy,
): Promise<{ instance: DuckDBInstance; catalog: Table[] }> {
  const file = resolve(path);
  const all = await judgedTables(driver, file, policy);
  const instance = await driver.DuckDBInstance.create(':memory:', CLOSED);
  try {
    const connection = await instance.connect();
    try {
      await copy(connection, file, all, policy);
      await shutDoors(connection);
    } finally {
      connection.closeSync();
    }
    return { instance, catalog: all };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

async function judgedTables(driver: Driver, file: string, policy: Policy): Promise<Table[]> {
  const instance = await openInstance(driver, file);
  const connection = await instance.connect();
  try {
    const tables = await readCatalog(connection);
    if (isTableFile(file)) return tables.map((table) => ({ ...table, kind: 'table' }));
    const generated = await generatedTables(connection);
    const isKept = (table: Table) => table.columns.some(({ name }) => policy.column(table, name) !== 'open');
    return tables.map((table) =>
      table.kind === 'view' || (isKept(table) && generated.has(keyOf(table)))
        ? { ...table, refused: true }
        : table,
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Tables with columns that are made of others, which may be kept back. It is enough that the definition reads so. */
async function generatedTables(connection: DuckDBConnection): Promise<Set<string>> {
  const sql = `SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal AND sql ILIKE '%GENERATED%'`;
  const rows = (await connection.runAndReadAll(sql)).getRows();
  return new Set(rows.map(([schema, name]) => keyOf({ schema: String(schema), name: String(name) })));
}

function keyOf({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return JSON.stringify([schema, name]);
}

async function copy(
  connection: DuckDBConnection,
  file: string,
  tables: readonly Table[],
  policy: Policy,
): Promise<void> {
  const isFile = isTableFile(file);
  if (!isFile) await connection.run(`ATTACH ${literal(file)} AS ${SOURCE} (READ_ONLY)`);
  for (const table of tables.filter((table) => table.refused === undefined && policy.opens(table))) {
    const place = `${quoteName(table.schema)}.${quoteName(table.name)}`;
    const columns = openColumns(table, policy);
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(table.schema)}`);
    if (columns.length === 0) continue;
    const rows = isFile ? rowsOf(file) : `${SOURCE}.${place}`;
    await connection.run(`CREATE TABLE memory.${place} AS SELECT ${columns.join(', ')} FROM ${rows}`);
  }
  if (!isFile) await connection.run(`DETACH ${SOURCE}`);
}

function openColumns(table: Table, policy: Policy): string[] {
  return table.columns.flatMap(({ name }) => {
    const openness = policy.column(table, name);
    if (openness === 'hidden') return [];
    return [openness === 'masked' ? `'${MASKED}' AS ${quoteName(name)}` : quoteName(name)];
  });
}
