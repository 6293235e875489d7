import { quoteMark } from '../catalog/written-name.ts';
import { type Caps, capsWithin } from '../engine/caps.ts';
import type { Engine, EngineKind } from '../engine/engine.ts';
import type { Table, TableColumn } from '../engine/table.ts';
import { MASKED } from '../policy/policy.ts';
import { quoteName } from '../statement/identifier.ts';
import type { Cell } from '../values/cell.ts';
import { type Measure, measuresOf } from './measures.ts';
import { isPrivate } from './private-column.ts';

/** Rows that are looked at; of a larger table these are the first that come. */
export const LOOKED_AT = 100_000;
const SAMPLE_ROWS = 5;
/** Characters of one value. */
const VALUE = 100;
/** Bytes of what is asked for it: thirty columns with all of their values, however they are called. What is shown is less. */
const ASKED = 128_000;
/** Characters of base64, 12 bytes: they tell what a blob is. */
const GLIMPSE = 16;

export interface ColumnProfile {
  name: string;
  type: string;
  /** Left out, as all else, of a column that is masked. */
  nulls?: number;
  distinct?: number;
  min?: Cell;
  max?: Cell;
}

export interface Profile {
  rowsLookedAt: number;
  /** False where the table has more rows than were looked at. */
  complete: boolean;
  columns: ColumnProfile[];
  /** The first rows that come, in the order of `columns`. */
  sample: Cell[][];
}

interface Terms {
  caps: Caps;
  signal: AbortSignal;
}

/** Two questions about a table: what its columns hold, and what its first rows look like. Throws what `Engine.run` throws. */
export async function profileTable(
  engine: Engine,
  table: Table,
  columns: readonly TableColumn[],
  { caps, signal }: Terms,
): Promise<Profile> {
  const within = capsWithin({ ...caps, bytes: ASKED }, { rows: SAMPLE_ROWS, cell: VALUE });
  const terms = { caps: { ...within, page: { skip: 0 } }, signal };
  const asked = columns.map((column) => ({
    column,
    measures: column.masked ? [] : measuresOf(column.type, engine.kind),
  }));
  const { rows } = await engine.run({ sql: measuring(table, asked, engine.kind) }, terms);
  const values = [...(rows[0] ?? [])];
  const counted = Number(values.shift());
  const profiles = asked.map(({ column, measures }) => {
    const own = new Map(measures.map((measure) => [measure, glimpse(values.shift() as Cell)]));
    return columnProfile(column, own, counted);
  });
  const sample = await sampleRows(engine, table, columns, terms);
  return {
    rowsLookedAt: Math.min(counted, LOOKED_AT),
    complete: counted <= LOOKED_AT,
    columns: profiles,
    sample,
  };
}

/** The first rows that come, with what people keep to themselves masked before it leaves the database. */
export async function sampleRows(
  engine: Engine,
  table: Table,
  columns: readonly TableColumn[],
  terms: Terms,
): Promise<Cell[][]> {
  // All may be kept back, or unknown. Then there is nothing to be shown, and SQL has no way to ask for it.
  if (columns.length === 0) return [];
  const name = nameIn(engine.kind);
  const list = columns.map((column) => (isPrivate(column) ? `'${MASKED}'` : name(column.name))).join(', ');
  const sql = `SELECT ${list} FROM ${placeOf(table, engine.kind)} LIMIT ${terms.caps.rows}`;
  const { rows } = await engine.run({ sql }, terms);
  return rows.map((row) => row.map(glimpse));
}

function glimpse(cell: Cell): Cell {
  if (typeof cell !== 'object' || cell === null || !('base64' in cell)) return cell;
  return { ...cell, base64: cell.base64.slice(0, GLIMPSE) };
}

function columnProfile(
  { name, type, masked }: TableColumn,
  own: ReadonlyMap<Measure, Cell>,
  counted: number,
): ColumnProfile {
  if (masked) return { name, type };
  const unshown = isPrivate({ name });
  const bound = (measure: 'min' | 'max') => (unshown ? MASKED : (own.get(measure) ?? null));
  return {
    name,
    type,
    nulls: counted - Number(own.get('nulls')),
    ...(own.has('distinct') ? { distinct: Number(own.get('distinct')) } : {}),
    ...(own.has('min') ? { min: bound('min'), max: bound('max') } : {}),
  };
}

const EXPRESSIONS: Readonly<Record<Measure, (column: string) => string>> = {
  nulls: (column) => `count(${column})`,
  distinct: (column) => `count(DISTINCT ${column})`,
  min: (column) => `min(${column})`,
  max: (column) => `max(${column})`,
};

/** One row more than is looked at tells whether there are more. */
function measuring(
  table: Table,
  asked: readonly { column: TableColumn; measures: readonly Measure[] }[],
  kind: EngineKind,
): string {
  const name = nameIn(kind);
  const parts = asked.flatMap(({ column, measures }) =>
    measures.map((measure) => EXPRESSIONS[measure](name(column.name))),
  );
  const measured = asked.filter(({ measures }) => measures.length > 0);
  const inside = measured.map(({ column }) => name(column.name)).join(', ') || '1';
  return `SELECT ${['count(*)', ...parts].join(', ')} FROM (SELECT ${inside} FROM ${placeOf(table, kind)} LIMIT ${LOOKED_AT + 1}) AS looked`;
}

function placeOf({ schema, name }: Table, kind: EngineKind): string {
  const write = nameIn(kind);
  return `${write(schema)}.${write(name)}`;
}

function nameIn(kind: EngineKind): (name: string) => string {
  return (name) => quoteName(name, quoteMark(kind));
}
