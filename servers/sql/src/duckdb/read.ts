import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import type { Answer } from '../engine/answer.ts';
import type { PageCaps } from '../engine/caps.ts';
import type { Parameters, Plan } from '../engine/engine.ts';
import { Refusal } from '../process/messages.ts';
import { Collector } from '../values/collector.ts';
import { duckdbCell } from './cell.ts';
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
): Promise<Answer> {
  const collector = new Collector(caps);
  const statement = await prepared(database, connection, asked);
  const result = await statement.stream();
  const types = result.columnTypes().map(String);
  collector.columns = result
    .columnNames()
    .map((name, at) => ({ name, type: (types[at] ?? '').toLowerCase() }));
  for (let full = false; !full; ) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    for (let at = 0; at < chunk.rowCount && !full; at++) {
      const row = types.map((type, column) =>
        duckdbCell(chunk.getColumnVector(column).getItem(at), type, caps.cell),
      );
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
  const statement = await bound(connection, { ...asked, sql: `EXPLAIN (FORMAT json) ${asked.sql}` });
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
  const statement = await bound(connection, asked);
  if (statement.statementType !== driver.StatementType.SELECT) throw new Refusal('refused', 'is no SELECT.');
  return statement;
}

async function bound(connection: DuckDBConnection, { sql, params }: Asked): Promise<DuckDBPreparedStatement> {
  const statement = await connection.prepare(sql);
  const whole = (value: unknown) =>
    Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value as number) : value;
  const values = Array.isArray(params)
    ? params.map(whole)
    : Object.fromEntries(Object.entries(params).map(([name, value]) => [name, whole(value)]));
  statement.bind(values as never);
  return statement;
}
