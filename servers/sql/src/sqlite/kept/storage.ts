import type { Database } from 'better-sqlite3';
import type { Openness, Policy } from '../../policy/policy.ts';
import { quoteName } from '../../statement/identifier.ts';
import { namesInDefinitions } from './column-definitions.ts';
import { namesIn } from './sql-words.ts';

type Kept = Exclude<Openness, 'open'>;

/** A table or index of the file that may be read, by the page that its b-tree begins on. */
export interface Tree {
  table: string;
  kind: 'table' | 'index';
  name: string;
  /** Its entries come in an order, or are a choice, that tells of a column that is kept back. */
  tells: boolean;
  /** What makes SQLite read the table without its other indexes, behind its name. */
  alone: string;
  /** Of a table: what is kept back of each column of a stored row, in the order of storage. */
  columns: readonly { name: string; openness: Openness }[];
}

/** A table, view or index of `sqlite_schema`. */
export interface SchemaRow {
  type: string;
  name: string;
  tbl_name: string;
  rootpage: number;
  sql: string | null;
}

interface ListedColumn {
  name: string;
  pk: number;
  /** 2 for a generated column that is computed when it is read, 3 for one that is stored. */
  hidden: number;
}

interface IndexColumn {
  /** -1 is the rowid, -2 an expression. */
  cid: number;
  name: string | null;
  key: number;
}

interface ListedIndex {
  name: string;
  origin: string;
  partial: number;
}

const COMPUTED = 2;
const STORED = 3;

/** What of a table is kept back, by the names of columns in small letters, with those that are made of such columns. */
export function keptColumns(
  database: Database,
  { name, sql }: Pick<SchemaRow, 'name' | 'sql'>,
  policy: Policy,
): Map<string, Kept> {
  const kept = new Map<string, Kept>();
  const columns = columnsOf(database, name);
  for (const column of columns) {
    const openness = policy.column({ schema: 'main', name }, column.name);
    if (openness !== 'open') kept.set(column.name.toLowerCase(), openness);
  }
  const generated = columns.filter(({ hidden }) => hidden === COMPUTED || hidden === STORED);
  if (kept.size === 0 || generated.length === 0) return kept;
  const definitions = namesInDefinitions(sql ?? '');
  // One may be made of another that stands behind it: as often as there are any.
  for (const _ of generated) {
    for (const column of generated) addDerived(kept, column.name.toLowerCase(), definitions);
  }
  return kept;
}

function addDerived(
  kept: Map<string, Kept>,
  column: string,
  definitions: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  const sources = definitions.get(column);
  const found = [...kept].filter(([name]) => sources === undefined || sources.has(name));
  if (found.length === 0 || kept.get(column) === 'hidden') return;
  kept.set(column, found.some(([, openness]) => openness === 'hidden') ? 'hidden' : 'masked');
}

/** The b-trees of an open table. */
export function treesOf(
  database: Database,
  table: SchemaRow,
  indexes: readonly SchemaRow[],
  kept: ReadonlyMap<string, Kept>,
): Map<number, Tree> {
  const columns = columnsOf(database, table.name);
  const listed = ask<ListedIndex>(
    database,
    'SELECT name, origin, partial FROM pragma_index_list(?)',
    table.name,
  );
  const primary = columns.filter(({ pk }) => pk > 0);
  const key = listed.find(({ origin }) => origin === 'pk');
  const keyRow = indexes.find(({ name }) => name === key?.name);
  // The index of a primary key that is none of its own is the table itself: WITHOUT ROWID.
  const stored = key !== undefined && keyRow === undefined ? indexColumns(database, key.name) : undefined;
  const rowid = key === undefined && primary.length === 1 ? primary[0]?.name : undefined;
  const isKept = (name: string | null | undefined) => name != null && kept.has(name.toLowerCase());
  const inOrder = stored?.filter((column) => column.key === 1).map(({ name }) => name) ?? [rowid];
  const order = stored ?? columns.filter(({ hidden }) => hidden !== COMPUTED);
  // Of a table WITHOUT ROWID, NOT INDEXED does not keep SQLite from the others.
  const alone = stored === undefined ? 'NOT INDEXED' : `INDEXED BY ${quoteName(key?.name ?? '')}`;
  const trees = new Map<number, Tree>();
  trees.set(table.rootpage, {
    ...{ table: table.name, kind: 'table', name: table.name, tells: inOrder.some(isKept), alone },
    columns: order.map(({ name }) => ({
      name: name ?? '',
      openness: kept.get((name ?? '').toLowerCase()) ?? 'open',
    })),
  });
  for (const index of indexes) {
    const partial = listed.find(({ name }) => name === index.name)?.partial === 1;
    const parts = indexColumns(database, index.name);
    const named = partial || parts.some(({ cid }) => cid === -2) ? [...namesIn(index.sql ?? '')] : [];
    const tells = [...named, ...parts.map(({ cid, name }) => (cid === -1 ? rowid : name))].some(isKept);
    trees.set(index.rootpage, {
      table: table.name,
      kind: 'index',
      name: index.name,
      tells,
      alone,
      columns: [],
    });
  }
  return trees;
}

/** Whether the column is another name of the rowid, in whose order the table is stored. */
export function columnsOf(database: Database, table: string): ListedColumn[] {
  return ask(database, 'SELECT name, pk, hidden FROM pragma_table_xinfo(?)', table);
}

function indexColumns(database: Database, index: string): IndexColumn[] {
  return ask(database, 'SELECT cid, name, key FROM pragma_index_xinfo(?)', index);
}

function ask<T>(database: Database, sql: string, name: string): T[] {
  return database.prepare(sql).safeIntegers(false).all(name) as T[];
}
