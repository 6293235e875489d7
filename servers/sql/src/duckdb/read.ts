import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Told } from '../engine/answer.ts';
import type { PageCaps } from '../engine/caps.ts';
import type { Parameter, Parameters, Plan } from '../engine/engine.ts';
import { Refusal } from '../process/messages.ts';
import { Collector } from '../values/collector.ts';
import { cellsOf } from './cell.ts';
import type { Driver } from './driver.ts';
import { planLines } from './plan-lines.ts';
import { checkStatement, type OpenDatabase } from './statement-rules.ts';

/** What is needed of a database beside the connection. */
type Database = Pick<OpenDatabase, 'driver' | 'rules'>;

export interface Asked {
  sql: string;
  params: Parameters;
}

/** Asks and reads chunk by chunk until a cap is reached; the rest is never made. */
export async function readRows(
  database: Database,
  connection: DuckDBConnection,
  asked: Asked,
  caps: PageCaps,
): Promise<Told> {
  const collector = new Collector(caps);
  const statement = await prepared(database, connection, asked);
  const result = await statement.stream();
  const types = result.columnTypes();
  const cellOf = cellsOf(database.driver, caps.cell);
  collector.columns = result
    .columnNames()
    .map((name, at) => ({ name, type: String(types[at] ?? '').toLowerCase() }));
  for (let full = false; !full; ) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    for (let at = 0; at < chunk.rowCount && !full; at++) {
      const row = types.map((type, column) => cellOf(chunk.getColumnVector(column), at, type));
      full = !collector.add(row);
    }
  }
  return collector.finish();
}

export async function readPlan(
  database: Database,
  connection: DuckDBConnection,
  asked: Asked,
): Promise<Plan> {
  await prepared(database, connection, asked);
  const sql = `EXPLAIN (FORMAT json) ${asked.sql}`;
  const statement = await bound(database.driver, connection, { ...asked, sql });
  const rows = await (await statement.runAndReadAll()).getRows();
  return { lines: planLines(String(rows[0]?.[1] ?? '[]')) };
}

/** The statement, where DuckDB itself says that it is a SELECT; it prepares no two at once. */
async function prepared(
  { driver, rules }: Database,
  connection: DuckDBConnection,
  asked: Asked,
): Promise<DuckDBPreparedStatement> {
  await checkStatement(connection, rules, asked.sql);
  const statement = await bound(driver, connection, asked);
  if (statement.statementType !== driver.StatementType.SELECT) throw new Refusal('refused', 'is no SELECT.');
  return statement;
}

async function bound(
  driver: Driver,
  connection: DuckDBConnection,
  { sql, params }: Asked,
): Promise<DuckDBPreparedStatement> {
  const statement = await connection.prepare(sql);
  const places = Object.keys(params);
  const typed = Object.values(params).map((value) => typedValue(driver, value));
  const each = <T>(part: (one: TypedValue) => T) =>
    Array.isArray(params)
      ? typed.map(part)
      : Object.fromEntries(typed.map((one, at) => [places[at] ?? '', part(one)]));
  statement.bind(each(({ value }) => value) as never, each(({ type }) => type) as never);
  return statement;
}

interface TypedValue {
  value: DuckDBValue;
  type?: DuckDBType;
}

/** Numbers as DuckDB takes them where they are written; the driver takes -0 and 1e21 for integers of 32 bits. */
function typedValue({ BIGINT, DOUBLE, INTEGER }: Driver, value: Parameter): TypedValue {
  if (typeof value !== 'number') return { value };
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) return { value, type: DOUBLE };
  return value === (value | 0) ? { value, type: INTEGER } : { value: BigInt(value), type: BIGINT };
}
