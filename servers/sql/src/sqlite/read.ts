import type { Database, Statement } from 'better-sqlite3';
import type { Column, Told } from '../engine/answer.ts';
import type { PageCaps } from '../engine/caps.ts';
import type { Parameters, Plan } from '../engine/engine.ts';
import { MASKED } from '../policy/policy.ts';
import { blobCell, type Cell, integerCell, realCell, textCell } from '../values/cell.ts';
import { Collector } from '../values/collector.ts';
import { bind } from './bind.ts';
import type { Keeper } from './kept/keeper.ts';

type Value = null | bigint | number | string | Buffer;

/** A statement as it was asked. */
export interface Asked {
  sql: string;
  params: Parameters;
}

/** Asks the database and reads until a cap is reached. Throws what `Keeper.allow` and SQLite throw. */
export function readRows(database: Database, keeper: Keeper, { sql, params }: Asked, caps: PageCaps): Told {
  const allowed = keeper.allow(database, sql, params);
  const collector = new Collector(caps);
  const columns = columnsOf(database.prepare(sql), allowed.masked);
  collector.columns = columns;
  const untyped = new Set([...columns.keys()].filter((at) => columns[at]?.type === ''));
  const rows = bind(database.prepare(allowed.sql), params).raw(true).iterate() as IterableIterator<Value[]>;
  for (const row of rows) {
    for (const at of untyped) {
      const type = storageClass(row[at]);
      if (type !== undefined && untyped.delete(at)) collector.typeColumn(at, type);
    }
    // Whether there is a value is kept back as well.
    const cells = row.map((value, at) => (allowed.masked.has(at) ? MASKED : cellOf(value, caps.cell)));
    if (!collector.add(cells)) break;
  }
  return collector.finish();
}

/** How SQLite would go about it: one line a step, those of a part further in. Executes nothing. */
export function readPlan(database: Database, keeper: Keeper, { sql, params }: Asked): Plan {
  const allowed = keeper.allow(database, sql, params);
  const statement = database.prepare(`EXPLAIN QUERY PLAN ${allowed.sql}`).safeIntegers(false);
  const steps = bind(statement, params).all() as { id: number; parent: number; detail: string }[];
  const depths = new Map<number, number>([[0, -1]]);
  const lines = steps.map(({ id, parent, detail }) => {
    const depth = (depths.get(parent) ?? -1) + 1;
    depths.set(id, depth);
    return `${'  '.repeat(depth)}${allowed.shown(detail)}`;
  });
  return { lines };
}

function columnsOf(statement: Statement<unknown[]>, masked: ReadonlySet<number>): Column[] {
  return statement.columns().map(({ name, table, type }, at) => ({
    name,
    // The type of a masked value would be told by what it is.
    type: (type || (masked.has(at) ? 'text' : '')).toLowerCase(),
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
