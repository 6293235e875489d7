import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Answer } from '../src/engine/answer.ts';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import { Policy } from '../src/policy/policy.ts';
import { DatabaseFile } from '../src/sqlite/database-file.ts';
import { Keeper } from '../src/sqlite/kept/keeper.ts';
import { readRows } from '../src/sqlite/read.ts';
import { testFile } from './sqlite-file.ts';

const NOTHING = { onlyTables: [], hideTables: [], hideColumns: [], maskColumns: [] };
const policy = new Policy({ ...NOTHING, hideColumns: ['secret'] });

describe.each(['delete', 'wal'])('with journal_mode = %s', (mode) => {
  it('reads what it has looked at, whatever is written meanwhile', () => {
    const path = testFile(`CREATE TABLE t(a, secret); INSERT INTO t VALUES ('open', 'kept');
      CREATE VIEW v AS SELECT a FROM t; PRAGMA journal_mode = ${mode}`);
    const writer = new Database(path, { timeout: 0 });
    onTestFinished(() => void writer.close());
    writer.prepare('SELECT count(*) FROM t').get();
    const keeper = new Keeper(policy);
    const swap = 'BEGIN; DROP VIEW v; CREATE VIEW v AS SELECT secret AS a FROM t; COMMIT';
    new DatabaseFile(path).use((database) => {
      keeper.within(database, () => {
        const asked = { sql: 'SELECT a FROM v', params: [] };
        keeper.allow(database, asked.sql, asked.params);
        try {
          writer.exec(swap);
        } catch {
          writer.exec('ROLLBACK');
        }
        expect(database.prepare(asked.sql).raw().all()).toEqual([['open']]);
        expect(new Answer(readRows(database, keeper, asked, DEFAULT_CAPS)).rows).toEqual([['open']]);
      });
      if (database.open) database.close();
    });
  });
});

it('looks at a statement as SQLite compiles it for the values it has', () => {
  const rows = "('x', 3, 'first'), ('x', 2, 'second'), ('x', 1, 'third')";
  const path = testFile(`CREATE TABLE t(a TEXT COLLATE NOCASE, secret, b); INSERT INTO t VALUES ${rows};
    CREATE INDEX by_a ON t(a, secret)`);
  const asked = { sql: 'SELECT b FROM t WHERE a LIKE ?', params: ['x%'] };
  const keeper = new Keeper(policy);
  new DatabaseFile(path).use((database) => {
    const told = keeper.within(database, () => readRows(database, keeper, asked, DEFAULT_CAPS));
    expect(new Answer(told).rows).toEqual([['first'], ['second'], ['third']]);
    database.close();
  });
});

it('looks at nothing of what may change before it is read', () => {
  new DatabaseFile(testFile('CREATE TABLE t(a, secret)')).use((database) => {
    expect(() => new Keeper(policy).allow(database, 'SELECT a FROM t', [])).toThrow(
      'outside of a transaction',
    );
    database.close();
  });
});
