import { closeSync, constants, fchmodSync, fstatSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { APPLICATION, aboutOf, SCHEMA } from './schema.ts';
import { type DatabaseSync, loadSqlite } from './sqlite.ts';

export interface Opened {
  database: DatabaseSync;
  /** Kept between runs, or private to this one: a file without a name, gone with the process. */
  kept: boolean;
}

/**
 * Their pages are checked when an index is opened, which takes 0.15 s for 100,000 notes. FTS5's check of the words in
 * them takes 3 s, so that damage there shows when they are read, and the index is made anew then.
 */
const TABLES = ['about', 'note', 'words_config', 'words_data', 'words_docsize', 'words_idx'];

/** 16 MB of words gathered at a time, and merged in larger steps: half the time to index, and half the writing. */
const TUNING = `('hashsize', ${16 << 20}), ('pgsz', 16000), ('automerge', 16)`;

/** SQLite's own codes, sqlite3.h: another process has the file. */
const BUSY = 5;

/**
 * Opens the index of a vault. A kept one that is damaged, of another vault or of another making is thrown away and
 * begun anew. Where it cannot be kept, or while another process has it, the index is a private one for this run.
 * Undefined when Node has no SQLite with full text search.
 */
export function openDatabase(file: string | undefined, vault: string): Opened | undefined {
  const sqlite = loadSqlite();
  if (sqlite === undefined) return undefined;
  for (let tries = 0; file !== undefined && tries < 2; tries++) {
    const database = openKept(file, sqlite.DatabaseSync);
    if (database === undefined) break;
    try {
      take(database);
      if (isNew(database)) create(database, vault);
      if (isOurs(database, vault)) return { database, kept: true };
      discard(file, database);
    } catch (error) {
      if (isBusy(error)) {
        database.close();
        break;
      }
      discard(file, database);
    }
  }
  const database = new sqlite.DatabaseSync('');
  tune(database);
  create(database, vault);
  return { database, kept: false };
}

/** Removes what is kept of an index; what cannot be removed stays, and is judged again at the next start. */
export function discard(file: string, database?: DatabaseSync): void {
  close(database);
  for (const end of ['', '-wal', '-shm', '-journal']) {
    try {
      rmSync(file + end, { force: true });
    } catch {
      // A folder in its place, or one that may not be written.
    }
  }
}

function close(database: DatabaseSync | undefined): void {
  try {
    database?.close();
  } catch {
    // Closed already.
  }
}

function openKept(file: string, Database: typeof DatabaseSync): DatabaseSync | undefined {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    makePrivate(file);
    return new Database(file, { enableForeignKeyConstraints: false });
  } catch {
    return undefined;
  }
}

/** Made before SQLite makes it, which would let everybody read it. Throws for what is not a file of this user alone. */
function makePrivate(file: string): void {
  const fd = openSync(file, constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0), 0o600);
  try {
    const stat = fstatSync(fd);
    const mine = process.getuid === undefined || stat.uid === process.getuid();
    if (!stat.isFile() || stat.nlink !== 1 || !mine) throw new Error('not a file of our own');
    if (process.platform !== 'win32' && (stat.mode & 0o777) !== 0o600) fchmodSync(fd, 0o600);
  } finally {
    closeSync(fd);
  }
}

/** Takes the file for this process until it ends, which needs no memory shared with others. Throws when it is taken. */
function take(database: DatabaseSync): void {
  tune(database);
  database.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL');
  database.exec('BEGIN IMMEDIATE; COMMIT');
}

function tune(database: DatabaseSync): void {
  // For a file that is made now: see `Store.shrink`.
  database.exec('PRAGMA page_size=16384; PRAGMA auto_vacuum=INCREMENTAL');
  // Nothing in the file may run anything; 16 MB of pages are kept in memory.
  database.exec('PRAGMA trusted_schema=OFF; PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY');
}

function isNew(database: DatabaseSync): boolean {
  return number(database, 'PRAGMA application_id') === 0 && schemaOf(database).length === 0;
}

function create(database: DatabaseSync, vault: string): void {
  const insert = (name: string, value: string) =>
    database.prepare('INSERT INTO about VALUES (?, ?)').run(name, value);
  database.exec(`BEGIN; PRAGMA application_id=${APPLICATION}; ${SCHEMA.join('; ')}`);
  database.exec(`INSERT INTO words(words, rank) VALUES ${TUNING}`);
  for (const [name, value] of Object.entries(aboutOf(vault))) insert(name, value);
  database.exec('COMMIT');
}

/** Whether it is an index as this program makes it, of this vault, and no page of it is damaged. */
function isOurs(database: DatabaseSync, vault: string): boolean {
  if (number(database, 'PRAGMA application_id') !== APPLICATION) return false;
  const schema = schemaOf(database);
  if (schema.length !== SCHEMA.length || SCHEMA.some((sql, at) => schema[at] !== sql)) return false;
  const value = (name: string) => answerTo(database, 'SELECT value FROM about WHERE name = ?', name);
  if (Object.entries(aboutOf(vault)).some(([name, expected]) => value(name) !== expected)) return false;
  return TABLES.every((table) => answerTo(database, `PRAGMA quick_check(${table})`) === 'ok');
}

/** Everything but the tables that FTS5 makes for itself. */
function schemaOf(database: DatabaseSync): string[] {
  const all = database
    .prepare('SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name')
    .all();
  return (all as { name: string; sql: string }[])
    .filter(({ name }) => !/^words_(?:config|data|docsize|idx)$/.test(name))
    .map(({ sql }) => sql);
}

function number(database: DatabaseSync, query: string): number {
  return Number(answerTo(database, query));
}

function answerTo(database: DatabaseSync, query: string, ...values: string[]): unknown {
  return Object.values(database.prepare(query).get(...values) ?? {})[0];
}

function isBusy(error: unknown): boolean {
  return ((error as { errcode?: number }).errcode ?? 0) % 256 === BUSY;
}
