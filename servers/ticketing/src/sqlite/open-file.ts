import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { ToolError } from '@ashlar/kit/errors';
import type { Database } from 'better-sqlite3';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';

/** Milliseconds that SQLite itself waits for a lock. Short, since nothing else happens meanwhile: `Store` goes on. */
const BUSY_MS = 50;

/**
 * Opens the file of the tickets, which only its owner may read, and makes it what this version needs; it is made with
 * its folder where it is not there. Throws `ToolError` (`unavailable`) for another program's file or a later version's,
 * and what SQLite throws.
 */
export async function openFile(file: string): Promise<Database> {
  const { default: Sqlite } = await import('better-sqlite3');
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // SQLite gives what it makes beside the file the same permissions.
  closeSync(openSync(file, 'a', 0o600));
  const database = new Sqlite(file, { timeout: BUSY_MS });
  try {
    database.pragma('journal_mode = WAL');
    // What was answered is on the disk, also after the power fails.
    database.pragma('synchronous = FULL');
    database.pragma('trusted_schema = OFF');
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Whoever comes first does it, and whoever comes at the same time waits. */
function migrate(database: Database): void {
  if (isCurrent(database)) return;
  database
    .transaction(() => {
      if (isCurrent(database)) return;
      refuseForeign(database);
      for (const step of MIGRATIONS.slice(versionOf(database))) database.exec(step);
      database.pragma(`application_id = ${APPLICATION_ID}`);
      database.pragma(`user_version = ${MIGRATIONS.length}`);
    })
    .immediate();
}

function isCurrent(database: Database): boolean {
  return idOf(database) === APPLICATION_ID && versionOf(database) === MIGRATIONS.length;
}

function refuseForeign(database: Database): void {
  if (idOf(database) !== APPLICATION_ID) {
    const { count } = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get() as {
      count: number;
    };
    if (count === 0 && idOf(database) === 0) return;
    throw refused('The file for the tickets is of another program.');
  }
  if (versionOf(database) > MIGRATIONS.length) {
    throw refused('The file of the tickets was written by a later version of this server.');
  }
}

function idOf(database: Database): number {
  return database.pragma('application_id', { simple: true }) as number;
}

function versionOf(database: Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}

function refused(message: string): ToolError {
  return new ToolError('unavailable', message, {
    retryable: false,
    hint: 'The operator can choose another file with --file.',
  });
}
