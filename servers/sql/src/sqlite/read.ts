import type { Database, Statement } from 'better-sqlite3';
import type { Answer, Column } from '../engine/answer.ts';
import type { PageCaps } from '../engine/caps.ts';
import type { Parameters, Plan } from '../engine/engine.ts';
import { blobCell, type Cell, integerCell, realCell, textCell } from '../values/cell.ts';
import { Collector } from '../values/collector.ts';
import { authorize } from './authorize.ts';
import { bind } from './bind.ts';

type Value = null | bigint | number | string | Buffer;

/** Asks the database and reads until a cap is reached. Throws what `authorize` and SQLite throw. */
export function readRows(database: Database, sql: string, params: Parameters, caps: PageCaps): Answer {
  const collector = new Collector(caps);
  const statement = prepared(database, sql);
  const columns = columnsOf(statement);
  collector.columns = columns;
  const untyped = new Set([...columns.keys()].filter((at) => columns[at]?.type === ''));
  const rows = bind(statement, params).raw(true).iterate() as IterableIterator<Value[]>;
  for (const row of rows) {
    for (const at of untyped) {
      const type = storageClass(row[at]);
      if (type !== undefined && untyped.delete(at)) collector.typeColumn(at, type);
    }
    if (!collector.add(row.map((value) => cellOf(value, caps.cell)))) break;
  }
  return collector.finish();
}

/** How SQLite would go about it: one line a step, those of a part further in. Executes nothing. */
export function readPlan(database: Database, sql: string, params: Parameters): Plan {
  prepared(database, sql);
  const statement = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).safeIntegers(false);
  const steps = bind(statement, params).all() as { id: number; parent: number; detail: string }[];
  const depths = new Map<number, number>([[0, -1]]);
  const lines = steps.map(({ id, parent, detail }) => {
    const depth = (depths.get(parent) ?? -1) + 1;
    depths.set(id, depth);
    return `${'  '.repeat(depth)}${detail}`;
  });
  return { lines };
}

function prepared(database: Database, sql: string): Statement<unknown[]> {
  authorize(database, sql);
  return database.prepare(sql);
}

function columnsOf(statement: Statement<unknown[]>): Column[] {
  return statement.columns().map(({ name, table, type }) => ({
    name,
    type: (type ?? '').toLowerCase(),
    ...(table === null ? {} : { table }),
  }));
}

function storageClass(value: Value | undefined): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'bigint') return 'integer';
  if (typeof value === 'number') return 'real';
  return typeof value === 'string' ? 'text' : 'blob';
}

function cellOf(value: Value, cap: number): Cell {
  if (value === null) return null;
  if (typeof value === 'bigint') return integerCell(value);
  if (typeof value === 'number') return realCell(value);
  return typeof value === 'string' ? textCell(value, cap) : blobCell(value);
}
