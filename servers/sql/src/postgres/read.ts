import type { FieldDef, PoolClient } from 'pg';
import type { Column, Told } from '../engine/answer.ts';
import type { PageCaps } from '../engine/caps.ts';
import type { Parameter, Plan } from '../engine/engine.ts';
import { Collector } from '../values/collector.ts';
import { postgresCell } from './cell.ts';
import type { Drivers } from './drivers.ts';

/** Rows that are asked for first, before their size is known, and at most. */
const FIRST = 16;
const MOST = 1_000;

type Row = (string | null)[];
interface Part {
  rows: Row[];
  fields: FieldDef[];
}

/** Text is what PostgreSQL itself says of a value; nothing is parsed by the driver. */
const AS_TEXT = { getTypeParser: () => (text: string) => text };

/**
 * Asks through the extended protocol, which takes one statement only, and reads in parts:
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
 */
export async function readRows(
  { Cursor }: Drivers,
  client: PoolClient,
  question: { sql: string; params: readonly Parameter[] },
  caps: PageCaps,
): Promise<Told> {
  const collector = new Collector(caps);
  const config = { rowMode: 'array', types: AS_TEXT } as never;
  const cursor = client.query(new Cursor<Row>(question.sql, [...question.params], config));
  const read = (count: number) =>
    new Promise<Part>((resolve, reject) => {
      cursor.read(count, (error: Error | undefined, rows, result) =>
        error ? reject(error) : resolve({ rows: rows as Row[], fields: result.fields }),
      );
    });
  let size = Math.min(FIRST, caps.rows + 1);
  let fields: FieldDef[] | undefined;
  for (;;) {
    const part = await read(size);
    if (fields === undefined) {
      fields = part.fields;
      collector.columns = fields.map(({ name }) => ({ name, type: '' }));
    }
    const { cell } = caps;
    for (const row of part.rows) {
      if (!collector.add(row.map((text, at) => postgresCell(text, fields?.[at]?.dataTypeID ?? 0, cell))))
        break;
    }
    if (collector.full || part.rows.length < size) break;
    size = nextSize(part.rows, collector);
  }
  await cursor.close();
  const answer = collector.finish();
  for (const [at, origin] of (await describe(client, fields)).entries()) collector.describeColumn(at, origin);
  return answer;
}

/** As many rows as would fill what is left, if they are like the last ones. */
function nextSize(rows: readonly Row[], collector: Collector): number {
  const characters = rows.reduce(
    (sum, row) => sum + row.reduce((sum, text) => sum + (text?.length ?? 0) + 1, 0),
    0,
  );
  const fitting = Math.ceil(collector.bytesLeft / (characters / rows.length + 1)) + 1;
  return Math.max(1, Math.min(MOST, fitting, collector.room + 1));
}

const DESCRIBE = `SELECT pg_catalog.format_type(f.type, f.modifier) AS type, c.relname AS table
  FROM unnest($1::oid[], $2::int4[], $3::oid[]) WITH ORDINALITY AS f(type, modifier, origin, at)
  LEFT JOIN pg_catalog.pg_class c ON c.oid = f.origin ORDER BY f.at`;

/** What the columns are of, and where from, in the database's own words. */
async function describe(client: PoolClient, fields: readonly FieldDef[]): Promise<Omit<Column, 'name'>[]> {
  const { rows } = await client.query<{ type: string; table: string | null }>(DESCRIBE, [
    fields.map(({ dataTypeID }) => dataTypeID),
    fields.map(({ dataTypeModifier }) => dataTypeModifier),
    fields.map(({ tableID }) => tableID),
  ]);
  return rows.map(({ type, table }) => (table === null ? { type } : { type, table }));
}

/** The plan of a statement that was checked before; it is not executed. Where it is silent, it tells no sizes. */
export async function readPlan(
  client: PoolClient,
  { sql, params, silent }: { sql: string; params: readonly Parameter[]; silent: boolean },
): Promise<Plan> {
  const { rows } = await client.query<[string]>({
    text: `EXPLAIN ${silent ? '(COSTS OFF) ' : ''}${sql}`,
    values: [...params],
    rowMode: 'array',
    queryMode: 'extended',
  } as never);
  return { lines: (rows as unknown as [string][]).map(([line]) => line) };
}
