import {
  DuckDBBlobValue,
  type DuckDBConnection,
  DuckDBDateValue,
  DuckDBInstance,
  type DuckDBPreparedStatement,
  DuckDBTimestampTZValue,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { Direct, Given, Truth } from './truth.ts';

/** @duckdb/node-api, and nothing else. */
export async function directDuckdb(path: string): Promise<Direct> {
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  return {
    unordered: true,
    async ask(sql, params = []) {
      const statement = await connection.prepare(sql);
      give(statement, params);
      const reader = await statement.streamAndReadAll();
      const types = reader.columnTypes().map(({ typeId }) => typeId);
      const truths = reader
        .getRows()
        .map((row) =>
          Promise.all(
            row.map((value, at) =>
              value instanceof DuckDBTimestampTZValue ? zoned(connection, value) : truthOf(value, types[at]),
            ),
          ),
        );
      return { names: reader.columnNames(), rows: await Promise.all(truths) };
    },
    async close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Numbers as what they are written as; the driver would take 1e21 for an integer. */
function give(statement: DuckDBPreparedStatement, params: Given): void {
  for (const [place, value] of Object.entries(params)) {
    const at = Array.isArray(params) ? Number(place) + 1 : statement.parameterIndex(place);
    if (value === null) statement.bindNull(at);
    else if (typeof value === 'boolean') statement.bindBoolean(at, value);
    else if (typeof value === 'string') statement.bindVarchar(at, value);
    else if (value === Math.trunc(value) && Math.abs(value) < 2 ** 31) statement.bindInteger(at, value);
    else if (Number.isSafeInteger(value)) statement.bindBigInt(at, BigInt(value));
    else statement.bindDouble(at, value);
  }
}

function truthOf(value: DuckDBValue, type: DuckDBTypeId | undefined): Truth {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return { integer: value };
  if (typeof value === 'number') {
    if (type === DuckDBTypeId.FLOAT) return { float: value };
    return type === DuckDBTypeId.DOUBLE ? { real: value } : { integer: BigInt(value) };
  }
  if (value instanceof DuckDBDateValue && !value.isFinite)
    return { text: value.days > 0 ? 'infinity' : '-infinity' };
  return value instanceof DuckDBBlobValue ? { bytes: value.bytes } : { text: String(value) };
}

/** DuckDB's own word: the driver writes every time with the offset that holds today. */
async function zoned(connection: DuckDBConnection, value: DuckDBTimestampTZValue): Promise<Truth> {
  if (!value.isFinite) return { text: String(value) };
  const [row] = await (
    await connection.runAndReadAll(`SELECT make_timestamptz(${value.micros})::VARCHAR`)
  ).getRows();
  return { text: String(row?.[0]) };
}
