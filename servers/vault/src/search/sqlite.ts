import type { DatabaseSync } from 'node:sqlite';

export type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * Node's own SQLite; undefined before Node 22.16, where it has no full text search or is not there at all. Node 22 warns
 * on stderr, at every start, that it may change: what we use of it is held by our tests, and nobody who runs a server can
 * do anything about it. That one warning is left out, others come through.
 */
export function loadSqlite(): Sqlite | undefined {
  const sqlite = loadQuietly();
  return sqlite && hasFullText(sqlite) ? sqlite : undefined;
}

interface Sqlite {
  DatabaseSync: typeof DatabaseSync;
}

function hasFullText({ DatabaseSync }: Sqlite): boolean {
  const database = new DatabaseSync(':memory:');
  try {
    const [used] = Object.values(
      database.prepare("SELECT sqlite_compileoption_used('ENABLE_FTS5')").get() ?? {},
    );
    return used === 1;
  } finally {
    database.close();
  }
}

function loadQuietly(): Sqlite | undefined {
  const { emitWarning } = process;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    if (!/\bSQLite\b/.test(String(warning))) Reflect.apply(emitWarning, process, [warning, ...rest]);
  }) as typeof process.emitWarning;
  try {
    return process.getBuiltinModule('node:sqlite') as Sqlite | undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}
