import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { ToolError } from '@ashlar/kit/errors';
import type { Database } from 'better-sqlite3';

/** Milliseconds that SQLite itself waits for a lock. Short, since nothing else happens meanwhile: `Store` goes on. */
const BUSY_MS = 50;

/** What a file of ours is. */
export interface FileForm {
  /** Marks it: https://www.sqlite.org/pragma.html#pragma_application_id */
  applicationId: number;
  /** What makes each version of its schema of the one before; the first is made of nothing. */
  migrations: readonly string[];
  /** In words: `The file of the tickets`. */
  called: string;
  /** The option that names it. */
  option: string;
}

/**
 * Opens a file of ours, which only its owner may read, and makes it what this version needs; it is made with its folder
 * where it is not there. Throws `ToolError` (`unavailable`) for another program's file or a later version's and where none
 * can be made, and what SQLite throws.
 */
export async function openDatabaseFile(file: string, form: FileForm): Promise<Database> {
  const { default: Sqlite } = await import('better-sqlite3');
  makeFile(file, form);
  const database = new Sqlite(file, { timeout: BUSY_MS });
  try {
    database.pragma('journal_mode = WAL');
    // What was answered is on the disk, also after the power fails.
    database.pragma('synchronous = FULL');
    database.pragma('trusted_schema = OFF');
    migrate(database, form);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** In a container without a volume, for one, nothing can be written. */
function makeFile(file: string, { called, option }: FileForm): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // SQLite gives what it makes beside the file the same permissions.
    closeSync(openSync(file, 'a', 0o600));
  } catch (cause) {
    throw refused(`${called} cannot be made or written.`, option, cause);
  }
}

/** Whoever comes first does it, and whoever comes at the same time waits. */
function migrate(database: Database, form: FileForm): void {
  if (isCurrent(database, form)) return;
  const { applicationId, migrations } = form;
  database
    .transaction(() => {
      if (isCurrent(database, form)) return;
      refuseForeign(database, form);
      for (const step of migrations.slice(versionOf(database))) database.exec(step);
      database.pragma(`application_id = ${applicationId}`);
      database.pragma(`user_version = ${migrations.length}`);
    })
    .immediate();
}

function isCurrent(database: Database, { applicationId, migrations }: FileForm): boolean {
  return idOf(database) === applicationId && versionOf(database) === migrations.length;
}

function refuseForeign(database: Database, { applicationId, migrations, called, option }: FileForm): void {
  if (idOf(database) !== applicationId) {
    const { count } = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get() as {
      count: number;
    };
    if (count === 0 && idOf(database) === 0) return;
    throw refused(`${called} is of another program.`, option);
  }
  if (versionOf(database) > migrations.length) {
    throw refused(`${called} was written by a later version of this server.`, option);
  }
}

function idOf(database: Database): number {
  return database.pragma('application_id', { simple: true }) as number;
}

function versionOf(database: Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}

function refused(message: string, option: string, cause?: unknown): ToolError {
  return new ToolError('unavailable', message, {
    cause,
    retryable: false,
    hint: `The operator can choose another file with ${option}.`,
  });
}
