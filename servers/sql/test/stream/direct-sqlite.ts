import Database from 'better-sqlite3';
import type { Direct, Given, GivenValue, Truth } from './truth.ts';

type Raw = null | bigint | number | string | Buffer;

/** better-sqlite3, and nothing else. */
export function directSqlite(path: string): Direct {
  const database = new Database(path, { readonly: true });
  database.defaultSafeIntegers(true);
  return {
    async ask(sql, params = []) {
      const statement = database.prepare<unknown[], Raw[]>(sql).raw(true);
      const rows = statement.all(...bindings(params));
      const names = statement.columns().map(({ name }) => name);
      return { names, rows: rows.map((row) => row.map(truthOf)) };
    },
    async close() {
      database.close();
    },
  };
}

/** Whole numbers as integers, which the driver is only given by bigints; SQLite has no booleans. */
function bindings(params: Given): unknown[] {
  if (Array.isArray(params)) return params.map(bound);
  return [Object.fromEntries(Object.entries(params).map(([name, value]) => [name, bound(value)]))];
}

function bound(value: GivenValue): unknown {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return Number.isSafeInteger(value) ? BigInt(value as number) : value;
}

function truthOf(raw: Raw): Truth {
  if (raw === null) return null;
  if (typeof raw === 'bigint') return { integer: raw };
  if (typeof raw === 'number') return { real: raw };
  return typeof raw === 'string' ? { text: raw } : { bytes: raw };
}
