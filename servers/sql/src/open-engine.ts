import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine, EngineKind } from './engine/engine.ts';
import type { Policy } from './policy/policy.ts';

export interface OpenOptions {
  /** Use also a login that may do more than read, where the engine can tell. Default: false. */
  anyRole?: boolean;
  /** What of it may be asked about. Default: all that the login may read. */
  policy?: Policy;
}

const SCHEMES: readonly [RegExp, EngineKind][] = [
  [/^postgres(?:ql)?:\/\//i, 'postgresql'],
  [/^mysql:\/\//i, 'mysql'],
  [/^mariadb:\/\//i, 'mariadb'],
  [/\.(?:duckdb|parquet|csv|tsv)$/i, 'duckdb'],
];

/** What a URL or the ending of a file names; any other file is one of SQLite. */
export function engineOf(url: string): EngineKind {
  return SCHEMES.find(([scheme]) => scheme.test(url))?.[1] ?? 'sqlite';
}

/**
 * Opens a database to be asked: `postgres://…`, `mysql://…`, `mariadb://…`, or the path or
 * `file:` URL of a file: `.duckdb`, `.parquet`, `.csv` and `.tsv` are DuckDB's, any other SQLite's. Each engine is loaded when its URL is used. Throws `ToolError`: `unavailable` where it is not there, or its
 * driver is not installed (with the command that brings it), `forbidden` where the login may do more than read.
 */
export async function openEngine(url: string, options: OpenOptions = {}): Promise<Engine> {
  const kind = engineOf(url);
  if (kind === 'postgresql')
    return (await import('./postgres/postgres-engine.ts')).openPostgres(url, options);
  if (kind === 'mysql' || kind === 'mariadb') {
    return (await import('./mysql/mysql-engine.ts')).openMysql(url, options);
  }
  const path = url.startsWith('file:') ? fileURLToPath(url) : resolve(url);
  if (kind === 'duckdb') return (await import('./duckdb/duckdb-engine.ts')).openDuckdb(path, options);
  const { openSqlite } = await import('./sqlite/sqlite-engine.ts');
  return openSqlite(path, options.policy && { policy: options.policy });
}
