import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ToolError } from '@ashlar/kit/errors';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../src/engine/engine.ts';
import { authorize } from '../src/sqlite/authorize.ts';
import { openSqlite } from '../src/sqlite/sqlite-engine.ts';
import { ask, testEngine, testFile } from './sqlite-file.ts';
import { HARMLESS, HOSTILE } from './sqlite-hostile.ts';

const SCRIPT = `CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT); INSERT INTO t VALUES (1, 'x'), (2, 'y');
  CREATE VIEW v AS SELECT a, upper(b) AS u FROM t; CREATE VIRTUAL TABLE f USING fts5(words);
  INSERT INTO f VALUES ('one two'); CREATE VIRTUAL TABLE r USING rtree(id, a, b); CREATE VIRTUAL TABLE g USING fts4(words);
  INSERT INTO g VALUES ('one two'); INSERT INTO g VALUES ('one three');`;

const MODES = {
  'a journal': '',
  'a WAL that nobody writes to': 'PRAGMA journal_mode = wal;',
  'a WAL': 'PRAGMA journal_mode = wal;',
};

describe.each(Object.entries(MODES))('on a database with %s', (mode, script) => {
  /** One for all, and one process: whatever a statement did to it, the next would meet. */
  let engine: Engine;
  let path: string;
  let writer: Database.Database | undefined;
  let before: Awaited<ReturnType<typeof stateOf>>;

  beforeAll(async () => {
    path = testFile(script + SCRIPT, mkdtempSync(join(tmpdir(), 'ashlar-sql-')));
    if (mode === 'a WAL') {
      writer = new Database(path);
      writer.exec("INSERT INTO t VALUES (3, 'z')");
    }
    engine = await openSqlite(path, { working: 1 });
    before = await stateOf(engine, path);
  });
  afterAll(async () => {
    writer?.close();
    await engine.close();
    rmSync(dirname(path), { recursive: true });
  });

  it.each(Object.entries(HOSTILE))('refuses %s and is as before', async (_, sql) => {
    const refusal = await ask(engine, sql).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ToolError);
    expect((refusal as ToolError).code).toMatch(/^(?:forbidden|invalid_input)$/);
    // To plan such a thing may be possible, where only running it is wrong: that, too, changes nothing.
    await engine.explain({ sql }, TERMS).catch((error) => expect(error).toBeInstanceOf(ToolError));
    expect(await stateOf(engine, path)).toEqual(before);
  });

  it.each(Object.entries(HARMLESS))('is as before after %s', async (_, sql) => {
    await ask(engine, sql).catch((error) => expect(error).toBeInstanceOf(ToolError));
    await engine.explain({ sql }, TERMS).catch((error) => expect(error).toBeInstanceOf(ToolError));
    expect(await stateOf(engine, path)).toEqual(before);
  });

  it('is as before after every pragma as a table, with every kind of value', async () => {
    for (const name of await pragmas(engine)) {
      for (const value of ['', '(1)', "('exclusive')", "('main', 1)", "(1, 'main')", '(NULL)']) {
        const sql = `SELECT * FROM pragma_${name}${value}`;
        await ask(engine, sql).catch(({ code }) =>
          expect(code, sql).toMatch(/^(?:forbidden|invalid_input)$/),
        );
      }
      expect(await stateOf(engine, path), name).toEqual(before);
    }
  });
});

async function pragmas(engine: Engine): Promise<string[]> {
  return (await ask(engine, 'SELECT name FROM pragma_pragma_list ORDER BY 1')).rows.map(([name]) =>
    String(name),
  );
}

/** What a statement that got through would have changed. The `-shm` of a WAL is where readers say that they read. */
async function stateOf(engine: Engine, path: string) {
  const files = readdirSync(dirname(path)).sort();
  const settings = [
    ...[
      'query_only',
      'locking_mode',
      'busy_timeout',
      'hard_heap_limit',
      'soft_heap_limit',
      'temp_store',
      'trusted_schema',
    ],
    ...[
      'journal_mode',
      'synchronous',
      'cache_size',
      'foreign_keys',
      'analysis_limit',
      'writable_schema',
      'user_version',
    ],
    ...[
      'application_id',
      'auto_vacuum',
      'automatic_index',
      'recursive_triggers',
      'threads',
      'max_page_count',
      'page_size',
    ],
  ];
  const select = settings.map((name) => `(SELECT * FROM pragma_${name}) AS ${name}`).join(', ');
  return {
    files: files.map((name) => [
      name,
      name.endsWith('-shm') ? '' : readFileSync(join(dirname(path), name)).toString('base64'),
    ]),
    settings: (await ask(engine, `SELECT ${select}, changes(), total_changes(), last_insert_rowid()`)).rows,
    tables: (
      await ask(
        engine,
        "SELECT schema, name, type FROM pragma_table_list WHERE schema <> 'temp' ORDER BY 1, 2",
      )
    ).rows,
    rows: (await ask(engine, 'SELECT * FROM t')).rows,
    temporary: (await ask(engine, 'SELECT count(*) FROM sqlite_temp_schema')).rows,
  };
}

const TERMS = { caps: { rows: 9, bytes: 9_999, cell: 99, timeoutMs: 5_000 } };

/** The gate stands in front of these; here the program itself is read, as if nothing had stopped it. */
it.each([
  ["ATTACH 'other.db' AS o", /sqlite_attach/],
  ['DETACH o', /sqlite_detach/],
  ["VACUUM INTO 'copy.db'", /Vacuum/],
  ['BEGIN', /AutoCommit/],
  ['SAVEPOINT s', /Savepoint/],
  ['INSERT INTO t VALUES (3, 1)', /OpenWrite|write/],
  ['CREATE TEMP TABLE t AS SELECT 9', /would/],
  ['DROP TABLE t', /would/],
  ["INSERT INTO f(f) VALUES ('rebuild')", /would/],
  ['PRAGMA journal_mode = wal', /would/],
  ['ANALYZE', /would/],
])('the program of %s is refused', (sql, rule) => {
  const database = new Database(':memory:');
  database.exec(SCRIPT);
  expect(() => authorize(database, sql)).toThrow(rule);
  database.close();
});

it.each([
  'SELECT 1',
  '\uFEFFSELECT 1',
  '/* a comment */ -- another\n SELECT 1',
  'VALUES (1), (2)',
  'WITH x AS (SELECT 1 AS a) SELECT a, row_number() OVER (ORDER BY a) FROM x',
  'SELECT group_concat(b ORDER BY a) FILTER (WHERE a > 0) FROM t',
  'SELECT percentile_cont(a, 0.5), median(a) FROM t',
  `SELECT json_extract('{"a":1}', '$.a'), '{"a":1}' ->> 'a', random(), date('now')`,
  "SELECT highlight(f, 0, '<', '>'), bm25(f) FROM f WHERE f MATCH 'one'",
  'SELECT * FROM t WHERE b IN (SELECT value FROM json_each(\'["x"]\')) ORDER BY b LIMIT 1;',
  'SELECT * FROM v UNION ALL SELECT * FROM t EXCEPT SELECT 1, 2',
  "SELECT * FROM pragma_table_info('t')",
  'SELECT a AS "delete", b AS "PRAGMA; DROP" FROM t',
  'SELECT 1 /* left open',
])('answers the legal %s', async (sql) => {
  const engine = await testEngine(testFile(SCRIPT));
  await expect(ask(engine, sql)).resolves.toHaveProperty('rows');
});
