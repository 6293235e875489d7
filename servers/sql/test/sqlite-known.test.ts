import Database from 'better-sqlite3';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Answer } from '../src/engine/answer.ts';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import type { Parameters } from '../src/engine/engine.ts';
import { OPEN } from '../src/policy/policy.ts';
import { DatabaseFile } from '../src/sqlite/database-file.ts';
import { Keeper } from '../src/sqlite/kept/keeper.ts';
import { readRows } from '../src/sqlite/read.ts';
import { testFile } from './sqlite-file.ts';

const SCRIPT = 'CREATE TABLE t(a); INSERT INTO t VALUES (1);';

/** A file as a child has it, and how often a statement was looked at. */
function opened(path: string) {
  const file = new DatabaseFile(path);
  const keeper = new Keeper(OPEN);
  let looks = 0;
  const seen = new WeakSet<Database.Database>();
  const ask = (sql: string, params: Parameters = []) =>
    file.use((database) => {
      if (!seen.has(database)) {
        const looking = database as Database.Database & { explain(sql: string): unknown[] };
        const { explain } = looking;
        vi.spyOn(looking, 'explain').mockImplementation((sql) => {
          looks += 1;
          return explain.call(looking, sql);
        });
      }
      seen.add(database);
      const read = () => readRows(database, keeper, { sql, params }, { ...DEFAULT_CAPS, page: { skip: 0 } });
      return new Answer(keeper.within(database, read));
    });
  return { ask, looks: () => looks };
}

/** As long after what was written that nothing more can have been written at the same time. */
function later(): void {
  vi.useFakeTimers({ now: Date.now() + 60_000, toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
}

function write(path: string, sql: string): void {
  const writer = new Database(path);
  writer.exec(sql);
  writer.close();
}

it('looks once at a statement that is asked again, while nobody writes', () => {
  const path = testFile(SCRIPT);
  const { ask, looks } = opened(path);
  later();
  for (let n = 0; n < 3; n++) expect(ask('SELECT * FROM t').rows).toEqual([[1]]);
  expect(looks()).toBe(1);
  expect(ask('SELECT a FROM t').rows).toEqual([[1]]);
  expect(looks()).toBe(2);
});

it('looks anew at every statement once the file was written to', () => {
  const path = testFile(SCRIPT);
  const { ask, looks } = opened(path);
  later();
  ask('SELECT * FROM t');
  expect(ask('SELECT * FROM t').columns).toHaveLength(1);
  expect(looks()).toBe(1);
  write(path, 'ALTER TABLE t ADD COLUMN b DEFAULT 2');
  expect(ask('SELECT * FROM t').columns.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(looks()).toBe(2);
});

it('looks anew each time, while what is written may have the time of what was there', () => {
  const { ask, looks } = opened(testFile(SCRIPT));
  for (let n = 0; n < 3; n++) ask('SELECT * FROM t');
  expect(looks()).toBe(3);
});

it('keeps no values for who asks next', () => {
  const { ask } = opened(testFile(SCRIPT));
  later();
  expect(ask('SELECT ?', ['mine']).rows).toEqual([['mine']]);
  expect(() => ask('SELECT ?')).toThrow('fewer values');
  expect(ask('SELECT ?', ['yours']).rows).toEqual([['yours']]);
});

it('reads a statement again that failed, or was not read to its end', () => {
  const { ask } = opened(testFile(SCRIPT));
  later();
  const late = "SELECT a, json('{') FROM t";
  const endless = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c';
  for (let n = 0; n < 2; n++) {
    expect(() => ask(late)).toThrow('malformed JSON');
    expect(ask(endless)).toMatchObject({ rowCount: DEFAULT_CAPS.rows, truncated: 'rows' });
  }
});

it('keeps a few statements, and no long ones', () => {
  const { ask, looks } = opened(testFile(SCRIPT));
  later();
  const long = `SELECT '${'x'.repeat(5_000)}'`;
  for (let n = 0; n < 2; n++) ask(long);
  expect(looks()).toBe(2);
  for (let n = 0; n < 40; n++) ask(`SELECT ${n}`);
  ask('SELECT 39');
  expect(looks()).toBe(42);
  ask('SELECT 0');
  expect(looks()).toBe(43);
});
