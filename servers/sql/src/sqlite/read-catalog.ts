import type { Database } from 'better-sqlite3';
import type { ForeignKey, Table } from '../engine/table.ts';
import { quoteName } from '../statement/identifier.ts';
import { DerivedKeeping } from './kept/derived-keeping.ts';
import type { Keeper } from './kept/keeper.ts';
import { moduleIn } from './module-in.ts';
import { unlessSenseless } from './unless-senseless.ts';

interface Listed {
  name: string;
  type: 'table' | 'view' | 'virtual' | 'shadow';
  wr: number;
}

/**
 * Tables and views of the file, without SQLite's own and without the shadows behind virtual ones. What is marked as
 * refused or masked is what the operator said of other tables or columns, of which these are made.
 */
export function readCatalog(database: Database, keeper: Keeper): Table[] {
  const listed = ask(
    database,
    'SELECT name, type, wr FROM pragma_table_list WHERE schema = ? ORDER BY name',
    ['main'],
  ) as unknown as Listed[];
  const derived = keeper.idle ? undefined : new DerivedKeeping(database, keeper);
  return listed
    .filter(({ name, type }) => type !== 'shadow' && !name.startsWith('sqlite_'))
    .map((table) => {
      const described = describe(database, table as Listed & { type: Table['kind'] }, derived);
      return derived?.mark(described) ?? described;
    });
}

function describe(
  database: Database,
  { name, type, wr }: Listed & { type: Table['kind'] },
  derived: DerivedKeeping | undefined,
): Table {
  const columns = columnsOf(database, name);
  const keys = columns.filter(({ pk }) => Number(pk) > 0).sort((a, b) => Number(a.pk) - Number(b.pk));
  const counted = type === 'table' && derived?.keepsCount(name) !== true;
  const bytes = () => (derived === undefined ? bytesOf(database) : LIKELY_BYTES);
  const rows = counted ? estimatedRows(database, name, wr === 0, bytes) : undefined;
  const module = type === 'virtual' ? moduleOf(database, name) : undefined;
  return {
    schema: 'main',
    name,
    kind: type,
    ...(module === undefined ? {} : { module }),
    columns: columns.map((column) => ({
      name: String(column.name),
      type: String(column.type).toLowerCase(),
      nullable: Number(column.notnull) === 0,
    })),
    primaryKey: keys.map((key) => String(key.name)),
    foreignKeys: foreignKeys(database, name),
    ...(rows === undefined ? {} : { estimatedRows: rows }),
  };
}

/** None of what SQLite cannot tell: of a view of what is gone, or where it lacks a module. Others are there all the same. */
function columnsOf(database: Database, table: string): Record<string, unknown>[] {
  const sql = 'SELECT name, type, "notnull", pk FROM pragma_table_xinfo(?) WHERE hidden <> 1';
  return unlessSenseless(() => ask(database, sql, [table])) ?? [];
}

function moduleOf(database: Database, table: string): string | undefined {
  const [made] = ask(database, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", [table]);
  return moduleIn(String(made?.sql));
}

function foreignKeys(database: Database, table: string): ForeignKey[] {
  const parts = ask(
    database,
    'SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id, seq',
    [table],
  );
  const keys = new Map<unknown, ForeignKey>();
  for (const { id, table: target, from, to } of parts) {
    const key = keys.get(id) ?? { columns: [], schema: 'main', table: String(target), references: [] };
    key.columns.push(String(from));
    if (to !== null) key.references.push(String(to));
    keys.set(id, key);
  }
  return [...keys.values()];
}

/** Of a row at least: a cell's place, its length, its rowid and the length of its header. https://www.sqlite.org/fileformat2.html */
const LEAST_ROW_BYTES = 5;
/** Of a file whose size is not told, because hidden tables are a part of it. */
const LIKELY_BYTES = 10_000_000_000;

/**
 * What ANALYZE counted last; else the highest rowid, which deleted rows make too high, and which is no number of rows
 * where the file could not hold so many. Neither reads the table.
 */
function estimatedRows(
  database: Database,
  table: string,
  hasRowid: boolean,
  bytes: () => number,
): number | undefined {
  const analyzed = ask(database, "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'", []).length > 0;
  const [stat] = analyzed
    ? ask(database, 'SELECT stat FROM sqlite_stat1 WHERE tbl = ? LIMIT 1', [table])
    : [];
  if (stat !== undefined) return Number.parseInt(String(stat.stat), 10);
  if (!hasRowid) return undefined;
  const [highest] = ask(database, `SELECT max(_rowid_) AS highest FROM ${quoteName(table)}`, []);
  const rows = Math.max(0, Number(highest?.highest ?? 0));
  return rows * LEAST_ROW_BYTES > bytes() ? undefined : rows;
}

function bytesOf(database: Database): number {
  const [file] = ask(
    database,
    'SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size',
    [],
  );
  return Number(file?.bytes);
}

function ask(database: Database, sql: string, params: readonly unknown[]): Record<string, unknown>[] {
  return database
    .prepare(sql)
    .safeIntegers(false)
    .all(...params) as Record<string, unknown>[];
}
