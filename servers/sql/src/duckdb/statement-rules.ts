import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { Refusal } from '../process/messages.ts';
import type { Driver } from './driver.ts';

/** A database with what no question may use. */
export interface OpenDatabase {
  driver: Driver;
  instance: DuckDBInstance;
  rules: StatementRules;
}

/** Names in small letters. */
export interface StatementRules {
  functions: ReadonlySet<string>;
  tables: ReadonlySet<string>;
}

/**
 * Of DuckDB's own functions that give tables these only read, and tell nothing of the disk; others write logs and profiles,
 * read files, run SQL out of a string, or take addresses of memory.
 */
const TABLES = [
  ...['range', 'generate_series', 'unnest', 'repeat', 'repeat_row', 'json_each', 'json_tree', 'summary'],
  ...['histogram', 'histogram_values', 'icu_calendar_names', 'pg_timezone_names', 'test_all_types'],
  ...['duckdb_columns', 'duckdb_constraints', 'duckdb_dependencies', 'duckdb_functions', 'duckdb_indexes'],
  ...['duckdb_keywords', 'duckdb_memory', 'duckdb_optimizers', 'duckdb_schemas', 'duckdb_sequences'],
  ...['duckdb_tables', 'duckdb_types', 'duckdb_variables', 'duckdb_views'],
  ...['pragma_collations', 'pragma_database_size', 'pragma_platform', 'pragma_show', 'pragma_storage_info'],
  ...['pragma_table_info', 'pragma_user_agent', 'pragma_version'],
];
/** Of those that it calls volatile, these only tell something. */
const VOLATILE = [
  ...['random', 'uuid', 'uuidv4', 'uuidv7', 'gen_random_uuid', 'currval', 'error', 'stats'],
  ...['current_query', 'current_query_id', 'current_connection_id', 'current_transaction_id'],
];
/** They tell where files are. */
const TELLING_FUNCTION = 'current_setting';
const TELLING_TABLES = ['duckdb_databases', 'duckdb_logs', 'pragma_database_list', 'pg_settings'];

const OWN = `SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE internal AND
  (function_type IN ('table', 'table_macro') AND NOT list_contains($1, function_name)
    OR stability = 'VOLATILE' AND NOT list_contains($2, function_name))`;

/** What this version of DuckDB has that does more than read. */
export async function statementRules(connection: DuckDBConnection): Promise<StatementRules> {
  const list = (names: readonly string[]) => `[${names.map((name) => `'${name}'`).join(', ')}]`;
  const sql = OWN.replace('$1', list(TABLES)).replace('$2', list(VOLATILE));
  const rows = (await connection.runAndReadAll(sql)).getRows();
  connection.closeSync();
  return {
    functions: new Set([...rows.map(([name]) => String(name)), TELLING_FUNCTION]),
    tables: new Set(TELLING_TABLES),
  };
}

/** Reads the statement as DuckDB's own parser does. Throws `Refusal` for one that is no question, or names what is forbidden. */
export async function checkStatement(
  connection: DuckDBConnection,
  rules: StatementRules,
  sql: string,
): Promise<void> {
  const parse = await connection.prepare('SELECT json_serialize_sql(?::VARCHAR)');
  parse.bind([sql]);
  const rows = (await parse.runAndReadAll()).getRows();
  const tree = JSON.parse(String(rows[0]?.[0])) as Parsed;
  if (tree.error_type === 'parser') throw new Refusal('said', `Parser Error: ${tree.error_message}`);
  if (tree.error || tree.statements === undefined) {
    // A PIVOT without the values it is to find is two: one makes a type.
    if ((await connection.extractStatements(sql)).count > 1) throw new Refusal('said', SEVERAL);
    throw new Refusal('refused', 'is no SELECT.');
  }
  if (tree.statements.length !== 1) throw new Refusal('refused', 'holds more than one statement.');
  const name = forbiddenIn(tree.statements, rules);
  if (name !== undefined) throw new Refusal('refused', `uses ${name}, which may do more than read.`);
}

const SEVERAL = 'this is more than one statement; a PIVOT is one where IN (…) names the values of its ON.';

interface Parsed {
  error: boolean;
  error_type?: string;
  error_message?: string;
  statements?: unknown[];
}

/** The first name that a statement may not use, wherever it stands. */
function forbiddenIn(tree: unknown, { functions, tables }: StatementRules): string | undefined {
  const has = (names: ReadonlySet<string>, name: unknown) =>
    typeof name === 'string' && names.has(name.toLowerCase());
  const stack = [tree];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    const { function_name: called, table_name: table } = node as Record<string, unknown>;
    if (has(functions, called)) return String(called);
    if (has(tables, table)) return String(table);
    for (const value of Object.values(node)) if (value !== undefined) stack.push(value);
  }
  return undefined;
}
