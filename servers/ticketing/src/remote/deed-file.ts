import { createHash } from 'node:crypto';
import { ToolError } from '@ashlar/kit/errors';
import type { Database } from 'better-sqlite3';
import { type FileForm, openDatabaseFile } from '../database-file/open-database-file.ts';
import type { Deeds, KnownDeed } from './deeds.ts';

/** Deeds that are remembered: at one a second, more than a day of them. */
const MOST = 100_000;

/** Its mark is `ASLD`. Names are hashed: they hold who asked, and keys of their making. */
const DEEDS: FileForm = {
  applicationId: 0x41534c44,
  migrations: [
    `CREATE TABLE deed(
      row INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, hash TEXT NOT NULL,
      begun INTEGER NOT NULL, at INTEGER NOT NULL, answer TEXT
    ) STRICT;`,
  ],
  called: 'The file of what was written',
  option: '--remember',
};

interface Row {
  hash: string;
  begun: number;
  at: number;
  answer: string | null;
}

/** In a file, which outlives this process, and which several may use at once. */
export class DeedFile implements Deeds {
  readonly #database: Database;
  readonly #place: string;

  private constructor(database: Database, place: string) {
    this.#database = database;
    this.#place = place;
  }

  /**
   * Throws `ToolError` (`unavailable`) where it cannot be used.
   *
   * @param place names the tracker, and what of it: nothing is known at one of what was written at another
   */
  static async open(file: string, place: string): Promise<DeedFile> {
    try {
      return new DeedFile(await openDatabaseFile(file, DEEDS), place);
    } catch (error) {
      throw error instanceof ToolError ? error : unusable(error);
    }
  }

  get(name: string): KnownDeed | undefined {
    const sql = 'SELECT hash, begun, at, answer FROM deed WHERE name = ?';
    const row = this.#using(() => this.#database.prepare(sql).get(this.#hashed(name)) as Row | undefined);
    if (row === undefined) return undefined;
    const { answer, ...known } = row;
    return { ...known, answer: answer === null ? undefined : JSON.parse(answer) };
  }

  begin(name: string, deed: KnownDeed, last: KnownDeed | undefined): boolean {
    const begin = this.#database.transaction(() => {
      const now = this.get(name);
      if (now?.begun !== last?.begun || now?.at !== last?.at) return false;
      this.set(name, deed);
      return true;
    });
    return this.#using(() => begin.immediate());
  }

  set(name: string, { hash, begun, at, answer }: KnownDeed): void {
    const values = [
      this.#hashed(name),
      hash,
      begun,
      at,
      answer === undefined ? null : JSON.stringify(answer),
    ];
    this.#using(() =>
      this.#database
        .transaction(() => {
          const sql = 'INSERT OR REPLACE INTO deed(name, hash, begun, at, answer) VALUES (?, ?, ?, ?, ?)';
          const { lastInsertRowid: row } = this.#database.prepare(sql).run(...values);
          this.#database.prepare('DELETE FROM deed WHERE row <= ?').run(Number(row) - MOST);
        })
        .immediate(),
    );
  }

  delete(name: string): void {
    this.#using(() => this.#database.prepare('DELETE FROM deed WHERE name = ?').run(this.#hashed(name)));
  }

  close(): void {
    this.#database.close();
  }

  #hashed(name: string): string {
    return createHash('sha256')
      .update(JSON.stringify([this.#place, name]))
      .digest('base64url');
  }

  #using<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw unusable(error);
    }
  }
}

function unusable(cause: unknown): ToolError {
  return new ToolError('unavailable', `${DEEDS.called} cannot be used.`, {
    hint: 'Tell the operator: --remember names another file, or off.',
    retryable: false,
    cause,
  });
}
