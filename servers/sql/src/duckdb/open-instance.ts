import { basename, extname } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { quoteName } from '../statement/identifier.ts';
import type { Driver } from './driver.ts';

/** What a file is read by, where it is no database. */
const READERS: Readonly<Record<string, string>> = {
  '.parquet': 'read_parquet',
  '.csv': 'read_csv',
  '.tsv': 'read_csv',
};

/** Whether a file is one that DuckDB reads as a table. */
export function isTableFile(path: string): boolean {
  return extname(path).toLowerCase() in READERS;
}

/** Nothing is spilled to a disk, loaded or fetched. */
export const CLOSED = {
  memory_limit: '512MB',
  temp_directory: '',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
};

/**
 * A database opened for reading; a Parquet or CSV file is a view of its name in one that is in memory. Then the doors are
 * shut, and the lock with them: https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
 */
export async function openInstance({ DuckDBInstance }: Driver, file: string): Promise<DuckDBInstance> {
  const table = isTableFile(file);
  const access = table ? {} : { access_mode: 'READ_ONLY' };
  const instance = await DuckDBInstance.create(table ? ':memory:' : file, { ...CLOSED, ...access });
  try {
    await shut(instance, table ? file : undefined);
    return instance;
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

async function shut(instance: DuckDBInstance, file: string | undefined): Promise<void> {
  const connection = await instance.connect();
  try {
    if (file !== undefined) await makeView(connection, file);
    await shutDoors(connection, file);
  } finally {
    connection.closeSync();
  }
}

/** From here on nothing outside can be reached, but this file; and nothing can be set. */
export async function shutDoors(connection: DuckDBConnection, file?: string): Promise<void> {
  const paths = file === undefined ? [] : [...new Set([file, onlyItself(file)])];
  await connection.run(`SET allowed_paths = [${paths.map(literal).join(', ')}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
}

async function makeView(connection: DuckDBConnection, file: string): Promise<void> {
  const name = basename(file, extname(file));
  await connection.run(`CREATE VIEW ${quoteName(name)} AS SELECT * FROM ${rowsOf(file)}`);
}

/** A Parquet or CSV file as SQL reads from it. */
export function rowsOf(file: string): string {
  return `${READERS[extname(file).toLowerCase()]}(${literal(onlyItself(file))})`;
}

/** A path that DuckDB takes for no pattern: other files would be read by one. */
function onlyItself(path: string): string {
  return path.replaceAll(/[*?[]/g, '[$&]');
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
