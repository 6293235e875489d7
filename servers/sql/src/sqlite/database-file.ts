import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { Refusal } from '../process/messages.ts';
import { type FileState, WatchedFile } from './file-state.ts';
import { forgetStatements } from './known-statements.ts';

// Read by the driver when it opens the first database: names that begin with file: are URIs then.
process.env.SQLITE_USE_URI = '1';

/** Milliseconds that a reader waits for somebody who writes. */
const BUSY_MS = 2_000;
/** How often a question is asked anew because the file changed under it. */
const TRIES = 3;

/** A database file, opened for reading so that nothing beside it is made, and opened anew when it is another. */
export class DatabaseFile {
  readonly #path: string;
  readonly #file: WatchedFile;
  #open: { database: Database.Database; state: FileState } | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#file = new WatchedFile(path);
  }

  /**
   * What `read` makes of the database as it is now. A file that nobody had open is read without locks: where
   * somebody began to write meanwhile, what was read is forgotten, and it is read again. Throws what `read`
   * throws, and `Refusal` (`unreadable`, `busy`).
   */
  use<T>(read: (database: Database.Database) => T): T {
    for (let tries = 0; tries < TRIES; tries++) {
      const { database, state } = this.#current();
      let result: { value: T } | { error: unknown };
      try {
        result = { value: read(database) };
      } catch (error) {
        result = { error };
      }
      // Who wrote last takes the WAL away when nobody else has the file open: the reader must not be in the way.
      if (state.mode === 'shared') this.#close();
      if (state.mode === 'still' && !same(this.#file.state(), state)) continue;
      if ('error' in result) throw result.error;
      return result.value;
    }
    throw new Refusal('busy', 'the file changes faster than it can be read.');
  }

  #current(): { database: Database.Database; state: FileState } {
    const state = this.#file.state();
    if (this.#open !== undefined && same(this.#open.state, state)) {
      if (!state.untouched) lookAnew(this.#open.database);
      return this.#open;
    }
    this.#close();
    const database = openReadOnly(this.#path, state.mode === 'still');
    this.#open = { database, state };
    return this.#open;
  }

  #close(): void {
    this.#open?.database.close();
    this.#open = undefined;
  }
}

function same(a: FileState, b: FileState): boolean {
  return a.mode === b.mode && a.version === b.version;
}

/** SQLite sees that tables are others now when it reads, and not yet when it compiles: so it has to read something first. */
function lookAnew(database: Database.Database): void {
  forgetStatements(database);
  database.prepare('SELECT 1 FROM main.sqlite_schema').get();
}

/** `immutable` asks for no lock and makes no `-shm`: https://www.sqlite.org/uri.html#uriimmutable */
function openReadOnly(path: string, immutable: boolean): Database.Database {
  const name = immutable ? `${pathToFileURL(path).href}?immutable=1` : pathToFileURL(path).href;
  const database = new Database(name, { readonly: true, fileMustExist: true, timeout: BUSY_MS });
  database.pragma('query_only = ON');
  database.pragma('trusted_schema = OFF');
  database.pragma('temp_store = MEMORY');
  database.defaultSafeIntegers(true);
  return database;
}
