import type { Database, Statement } from 'better-sqlite3';
import type { Column, Told } from '../engine/answer.ts';
import type { PageCaps } from '../engine/caps.ts';
import type { Parameters, Plan } from '../engine/engine.ts';
import { MASKED } from '../policy/policy.ts';
import { blobCell, type Cell, integerCell, realCell, textCell } from '../values/cell.ts';
import { Collector } from '../values/collector.ts';
import { withValues } from './bind.ts';
import type { Allowed, Keeper } from './kept/keeper.ts';
import { knownStatement, type Ready } from './known-statements.ts';

type Value = null | bigint | number | string | Buffer;

/** A statement as it was asked. */
export interface Asked {
  sql: string;
  params: Parameters;
}

/**
 * Asks the database and reads until a cap is reached. To be called inside of `Keeper.within`. Throws what `Keeper.allow`
 * and SQLite throw.
 */
export function readRows(database: Database, keeper: Keeper, asked: Asked, caps: PageCaps): Told {
  const { statement, columns, masked } = ready(database, keeper, asked);
  const collector = new Collector(caps);
  collector.columns = columns;
  const untyped = new Set([...columns.keys()].filter((at) => columns[at]?.type === ''));
  for (const row of iterate(statement, asked)) {
    for (const at of untyped) {
      const type = storageClass(row[at]);
      if (type !== undefined && untyped.delete(at)) collector.describeColumn(at, { type });
    }
    if (!collector.add(toCells(row, masked, caps.cell))) break;
  }
  return collector.finish();
}

/** What nothing is kept back of is looked at once; what is allowed under a policy depends on the values as well. */
function ready(
  database: Database,
  keeper: Keeper,
  { sql, params }: Asked,
): Ready & { masked?: Allowed['masked'] } {
  if (keeper.idle) {
    return knownStatement(database, sql, () => prepared(database, sql, keeper.allow(database, sql, params)));
  }
  const allowed = keeper.allow(database, sql, params);
  return { ...prepared(database, sql, allowed), masked: allowed.masked };
}

function prepared(database: Database, sql: string, allowed: Allowed): Ready {
  const statement = database.prepare(allowed.sql);
  const asked = allowed.sql === sql ? statement : database.prepare(sql);
  return { statement: statement.raw(true), columns: columnsOf(asked, allowed.masked) };
}

function iterate(statement: Statement<unknown[]>, { sql, params }: Asked): IterableIterator<Value[]> {
  return withValues(sql, params, (...values) => statement.iterate(...values)) as IterableIterator<Value[]>;
}

interface Step {
  id: number;
  parent: number;
  detail: string;
}

/** How SQLite would go about it: one line a step, those of a part further in. Executes nothing. */
export function readPlan(database: Database, keeper: Keeper, { sql, params }: Asked): Plan {
  const allowed = keeper.allow(database, sql, params);
  const statement = database.prepare(`EXPLAIN QUERY PLAN ${allowed.sql}`).safeIntegers(false);
  const steps = withValues(sql, params, (...values) => statement.all(...values)) as Step[];
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

/** The row of the driver, with cells in the places of its values: an array more for each would cost as much as the rest. */
function toCells(row: (Value | Cell)[], masked: Allowed['masked'] | undefined, cap: number): Cell[] {
  for (let at = 0; at < row.length; at++) {
    // Whether there is a value is kept back as well.
    row[at] = masked?.has(at) ? MASKED : cellOf(row[at] as Value, cap);
  }
  return row as Cell[];
}

function cellOf(value: Value, cap: number): Cell {
  if (value === null) return null;
  if (typeof value === 'bigint') return integerCell(value);
  if (typeof value === 'number') return realCell(value);
  return typeof value === 'string' ? textCell(value, cap) : blobCell(value);
}
