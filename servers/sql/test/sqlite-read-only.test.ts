import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ToolError } from '@ashlar/kit/errors';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../src/engine/engine.ts';
import { authorize } from '../src/sqlite/authorize.ts';
import { openSqlite } from '../src/sqlite/sqlite-engine.ts';
import { ask, testFile } from './sqlite-file.ts';

const SCRIPT = `CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT); INSERT INTO t VALUES (1, 'x'), (2, 'y');
  CREATE VIEW v AS SELECT a, upper(b) AS u FROM t; CREATE VIRTUAL TABLE f USING fts5(words); INSERT INTO f VALUES ('one two');`;

/** Statements that have passed readers of SQL elsewhere, and that SQLite takes on a read-only connection or nearly. */
const HOSTILE = {
  'a write': 'INSERT INTO t VALUES (3, 1)',
  'a write behind a CTE': 'WITH x AS (SELECT 3 AS a) INSERT INTO t SELECT a, a FROM x',
  'a write that gives rows': 'WITH x AS (SELECT 1) DELETE FROM t RETURNING a',
  'VACUUM INTO, which copies the database': "VACUUM INTO 'copy.db'",
  'ATTACH, which opens any file': "ATTACH 'other.db' AS o",
  'a temporary table, which hides a real one': 'CREATE TEMP TABLE t AS SELECT 9 AS a',
  'a temporary view': 'CREATE TEMP VIEW t AS SELECT 9 AS a',
  'a pragma, which acts while it is prepared': 'PRAGMA query_only = 0',
  'a pragma behind a comment': '/* SELECT */ -- SELECT\nPRAGMA locking_mode = exclusive',
  'EXPLAIN of a pragma, which acts too': 'EXPLAIN PRAGMA busy_timeout = 1',
  'EXPLAIN QUERY PLAN of a pragma': 'EXPLAIN QUERY PLAN PRAGMA busy_timeout = 1',
  'BEGIN, which keeps a lock': 'BEGIN',
  'BEGIN IMMEDIATE': 'BEGIN IMMEDIATE',
  SAVEPOINT: 'SAVEPOINT s',
  ANALYZE: 'ANALYZE',
  REINDEX: 'REINDEX t',
  'two statements': 'SELECT 1; DELETE FROM t',
  'two statements behind an empty one': ';PRAGMA query_only = 0',
  'text behind a NUL': 'SELECT 1\0; DELETE FROM t',
  'a byte order mark in front of a pragma': '\uFEFFPRAGMA query_only = 0',
  'the paths of the files': 'SELECT * FROM pragma_database_list',
  'the paths of the files, quoted': 'SELECT * FROM "pragma_database_list"',
  'a pragma as a table, with a value': "SELECT * FROM pragma_locking_mode('exclusive')",
  'a limit as a table, with a value': 'SELECT * FROM pragma_hard_heap_limit(1)',
  load_extension: "SELECT load_extension('x')",
  'load_extension, quoted': 'SELECT "load_extension"(\'x\')',
  fts3_tokenizer: "SELECT fts3_tokenizer('simple', x'00')",
  sqlite_log: "SELECT sqlite_log(1, 'x')",
  'the inner function of ATTACH': "SELECT sqlite_attach('other.db', 'o', '')",
  'a command of FTS5': "INSERT INTO f(f) VALUES ('rebuild')",
  'a file of the shell': "SELECT writefile('x', 'y')",
  'reading a file of the shell': "SELECT readfile('/etc/passwd')",
};

/** One for all: whatever a test did to it, the next would see. */
let engine: Engine;
let path: string;

beforeAll(async () => {
  path = testFile(SCRIPT, mkdtempSync(join(tmpdir(), 'ashlar-sql-')));
  engine = await openSqlite(path);
});
afterAll(async () => {
  await engine.close();
  rmSync(dirname(path), { recursive: true });
});

it.each(Object.entries(HOSTILE))('refuses %s and is as before', async (_, sql) => {
  const before = await stateOf();
  await expect(ask(engine, sql)).rejects.toBeInstanceOf(ToolError);
  // To plan such a thing may be possible, where only running it is wrong: that, too, changes nothing.
  await engine.explain({ sql }, TERMS).catch((error) => expect(error).toBeInstanceOf(ToolError));
  expect(await stateOf()).toEqual(before);
});

/** What a statement that got through would have changed. */
async function stateOf() {
  const settings = [
    'query_only',
    'locking_mode',
    'busy_timeout',
    'hard_heap_limit',
    'temp_store',
    'trusted_schema',
  ];
  const select = settings.map((name) => `(SELECT * FROM pragma_${name}) AS ${name}`).join(', ');
  return {
    bytes: readFileSync(path).toString('base64'),
    files: readdirSync(dirname(path)),
    settings: (await ask(engine, `SELECT ${select}`)).rows,
    tables: (await ask(engine, 'SELECT schema, name, type FROM pragma_table_list ORDER BY 1, 2')).rows,
    rows: (await ask(engine, 'SELECT * FROM t')).rows,
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
  await expect(ask(engine, sql)).resolves.toHaveProperty('rows');
});
