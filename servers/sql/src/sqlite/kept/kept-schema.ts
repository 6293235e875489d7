import Database from 'better-sqlite3';
import type { Openness, Policy } from '../../policy/policy.ts';
import { moduleIn } from '../module-in.ts';
import { unlessSenseless } from '../unless-senseless.ts';
import { type Arities, aritiesIn, joinedArities } from './arities.ts';
import { mentions } from './mentions.ts';
import { selectOf, type Views } from './not-indexed.ts';
import { columnsOf, keptColumns, type SchemaRow, type Tree, treesOf } from './storage.ts';

type Kept = ReadonlyMap<string, Exclude<Openness, 'open'>>;

/** What there is in a file, as far as the operator opened it. */
export interface KeptSchema {
  /** By root page: every b-tree that may be read at all. */
  trees: ReadonlyMap<number, Tree>;
  /** By open table: what of its columns is kept back, also because it is made of such a column. */
  kept: ReadonlyMap<string, Kept>;
  /** Virtual tables that show nothing of what is kept back. */
  virtual: readonly string[];
  /** Virtual tables that are open by name, and would show something. */
  closed: readonly string[];
  /** What the open views are. */
  views: Views;
  /** Tables and views that may not be used. */
  hidden: readonly string[];
  /** How many values functions are given in the definitions of tables, indexes and views. */
  arities: Arities;
  /** A database without rows, which has only the tables and views that are open: what it says, anybody may know. */
  visible: Database.Database;
}

interface Listed {
  name: string;
  type: 'table' | 'view' | 'virtual' | 'shadow';
}

export function schemaRows(database: Database.Database): SchemaRow[] {
  const sql = 'SELECT type, name, tbl_name, rootpage, sql FROM main.sqlite_schema ORDER BY rowid';
  return database.prepare(sql).safeIntegers(false).all() as SchemaRow[];
}

export function keptSchema(
  database: Database.Database,
  rows: readonly SchemaRow[],
  policy: Policy,
): KeptSchema {
  const tables = rows.filter(({ type, name }) => type === 'table' && !name.startsWith('sqlite_'));
  const types = tableTypes(database);
  const opens = (name: string) => policy.opens({ schema: 'main', name });
  const ordinary = tables.filter(({ name }) => types.get(name) === 'table' && opens(name));
  const kept = new Map(ordinary.map((table) => [table.name, keptColumns(database, table, policy)]));
  const telling = tellingNames(database, rows, types, kept, policy);
  const { virtual, closed } = virtualTables(
    tables.filter(({ name }) => types.get(name) === 'virtual' && opens(name)),
    (table) => shows(database, table, telling) || keptColumns(database, table, policy).size > 0,
  );
  const shadows = tables.filter(
    ({ name }) => types.get(name) === 'shadow' && opens(name) && virtual.includes(ownerOf(name, types) ?? ''),
  );
  const trees = new Map<number, Tree>();
  for (const table of [...ordinary, ...shadows]) {
    const indexes = rows.filter((row) => row.type === 'index' && row.tbl_name === table.name);
    const columns = kept.get(table.name) ?? keptColumns(database, table, policy);
    for (const tree of treesOf(database, table, indexes, columns)) trees.set(...tree);
  }
  const open = new Set([...ordinary.map(({ name }) => name), ...virtual]);
  const hidden = rows.filter(({ type, name }) =>
    type === 'view' || type === 'table' ? !opens(name) : false,
  );
  return {
    ...{ trees, kept, virtual, closed },
    hidden: [...hidden.map(({ name }) => name), ...closed],
    arities: rows.map(({ sql }) => aritiesIn(sql ?? '')).reduce(joinedArities, new Map()),
    views: new Map(
      rows
        .filter(({ type, name }) => type === 'view' && opens(name))
        .map(({ name, sql }) => [name.toLowerCase(), selectOf(sql ?? '') ?? '']),
    ),
    visible: visibleDatabase(rows, open, opens),
  };
}

/** By name, in small letters, of every table that is not wholly open: the columns that a virtual table may not show. */
function tellingNames(
  database: Database.Database,
  rows: readonly SchemaRow[],
  types: ReadonlyMap<string, Listed['type']>,
  kept: ReadonlyMap<string, Kept>,
  policy: Policy,
): Map<string, ReadonlySet<string> | 'all'> {
  const telling = new Map<string, ReadonlySet<string> | 'all'>();
  for (const { type, name } of rows) {
    if (type !== 'table' && type !== 'view') continue;
    const columns = kept.get(name);
    if (types.get(name) === 'virtual' || types.get(name) === 'shadow') {
      if (!policy.opens({ schema: 'main', name })) telling.set(name.toLowerCase(), 'all');
    } else if (columns === undefined) telling.set(name.toLowerCase(), 'all');
    else if (columns.size > 0) {
      // Rows of a virtual table have the rowids of the table that they show, and one may be a column.
      const key = columnsOf(database, name).some(
        (column) => column.pk > 0 && columns.has(column.name.toLowerCase()),
      );
      telling.set(name.toLowerCase(), key ? 'all' : new Set(columns.keys()));
    }
  }
  return telling;
}

/** Which virtual tables show nothing that is kept back: of their own, or of the tables that they are declared with. */
function virtualTables(
  tables: readonly SchemaRow[],
  keeps: (table: SchemaRow) => boolean,
): { virtual: string[]; closed: string[] } {
  const closed = new Set(tables.filter(keeps).map(({ name }) => name));
  // One may be declared with another, and that with a third.
  for (const _ of tables) {
    for (const { name, sql } of tables) {
      if ([...closed].some((other) => other !== name && mentions(sql ?? '', other))) closed.add(name);
    }
  }
  const virtual = tables.map(({ name }) => name).filter((name) => !closed.has(name));
  return { virtual, closed: [...closed] };
}

/** What shows nothing but rows of its own, or of tables that it is declared with: dbstat, for one, shows all tables. */
const MODULES = new Set([
  ...['fts3', 'fts4', 'fts4aux', 'fts3tokenize', 'fts5', 'fts5vocab', 'rtree', 'rtree_i32', 'geopoly'],
]);

/** Whether it may show something that is not open to it: named where it is declared, or a column that it takes unnamed. */
function shows(
  database: Database.Database,
  { name, sql }: SchemaRow,
  telling: ReadonlyMap<string, ReadonlySet<string> | 'all'>,
): boolean {
  const declared = sql ?? '';
  if (!MODULES.has(moduleIn(declared) ?? '')) return true;
  const own = columnNames(database, name);
  if (own === undefined) return true;
  return [...telling].some(
    ([table, columns]) =>
      mentions(declared, table) &&
      (columns === 'all' ||
        [...columns].some((column) => own.includes(column) || mentions(declared, column))),
  );
}

/** In small letters; undefined of a table that SQLite cannot use here: nobody could ask about it. */
function columnNames(database: Database.Database, table: string): string[] | undefined {
  return unlessSenseless(() => columnsOf(database, table))?.map(({ name }) => name.toLowerCase());
}

function tableTypes(database: Database.Database): Map<string, Listed['type']> {
  const sql = "SELECT name, type FROM pragma_table_list WHERE schema = 'main'";
  return new Map((database.prepare(sql).all() as Listed[]).map(({ name, type }) => [name, type]));
}

/** The virtual table that a shadow is behind: it begins with its name. */
function ownerOf(shadow: string, types: ReadonlyMap<string, Listed['type']>): string | undefined {
  return [...types]
    .filter(([name, type]) => type === 'virtual' && shadow.startsWith(`${name}_`))
    .map(([name]) => name)
    .sort((a, b) => b.length - a.length)[0];
}

function visibleDatabase(
  rows: readonly SchemaRow[],
  tables: ReadonlySet<string>,
  opens: (name: string) => boolean,
): Database.Database {
  const visible = new Database(':memory:');
  visible.pragma('trusted_schema = OFF');
  for (const { type, name, tbl_name, sql } of rows) {
    const wanted = type === 'view' ? opens(name) : type !== 'trigger' && tables.has(tbl_name);
    if (!wanted || sql === null) continue;
    try {
      visible.prepare(sql).run();
    } catch {
      // What cannot be made here cannot be asked about: a statement that names it is refused.
    }
  }
  return visible;
}
