import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import { testEngine, testFile } from './sqlite-file.ts';
import { openWire } from './wire.ts';

it('lists tables and views with types, keys and an idea of their rows', async () => {
  const engine = await testEngine(
    testFile(`CREATE TABLE "cus""tomer"(id INTEGER PRIMARY KEY, "e mail" VARCHAR(80) NOT NULL, note);
      CREATE TABLE line(o INTEGER, n INTEGER, c INTEGER REFERENCES "cus""tomer", PRIMARY KEY (n, o)) WITHOUT ROWID;
      CREATE TABLE pay(o INTEGER, n INTEGER, twice AS (n * 2), FOREIGN KEY (n, o) REFERENCES line(n, o));
      INSERT INTO "cus""tomer" VALUES (5, 'a', 1), (9, 'b', 2);
      CREATE VIEW names AS SELECT "e mail" FROM "cus""tomer";
      CREATE VIRTUAL TABLE words USING fts5(text);`),
  );
  const tables = await engine.catalog({ caps: DEFAULT_CAPS });
  expect(tables.map(({ name, kind, estimatedRows }) => [name, kind, estimatedRows])).toEqual([
    ['cus"tomer', 'table', 9],
    ['line', 'table', undefined],
    ['names', 'view', undefined],
    ['pay', 'table', 0],
    ['words', 'virtual', undefined],
  ]);
  expect(tables[0]).toMatchObject({
    columns: [
      { name: 'id', type: 'integer', nullable: true },
      { name: 'e mail', type: 'varchar(80)', nullable: false },
      { name: 'note', type: '', nullable: true },
    ],
    primaryKey: ['id'],
  });
  expect(tables[1]).toMatchObject({
    primaryKey: ['n', 'o'],
    foreignKeys: [{ columns: ['c'], schema: 'main', table: 'cus"tomer', references: [] }],
  });
  expect(tables[3]?.columns.map(({ name }) => name)).toEqual(['o', 'n', 'twice']);
  expect(tables[3]?.foreignKeys).toEqual([
    { columns: ['n', 'o'], schema: 'main', table: 'line', references: ['n', 'o'] },
  ]);
});

it('takes what ANALYZE counted for the number of rows', async () => {
  const engine = await testEngine(
    testFile(
      'CREATE TABLE t(a); CREATE INDEX i ON t(a); INSERT INTO t VALUES (1), (1), (2); ANALYZE; DELETE FROM t',
    ),
  );
  expect(await engine.catalog({ caps: DEFAULT_CAPS })).toMatchObject([{ name: 't', estimatedRows: 3 }]);
});

it('plans and executes nothing', async () => {
  const engine = await testEngine(testFile('CREATE TABLE t(a INTEGER PRIMARY KEY, b)'));
  const endless =
    'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x), ? FROM c JOIN t ON t.a = x';
  const { lines } = await engine.explain({ sql: endless, params: [1] }, { caps: DEFAULT_CAPS });
  expect(lines.join('\n')).toMatch(/SEARCH t USING INTEGER PRIMARY KEY/);
  expect(lines.some((line) => line.startsWith('  '))).toBe(true);
});

it.each([[[]], [['--hide-columns', 't.b']]])(
  'tells of all others where SQLite cannot use one, with %j',
  async (options) => {
    const path = testFile(
      'CREATE TABLE t(a, b); CREATE TABLE gone(a); CREATE VIEW lost AS SELECT a FROM gone; DROP TABLE gone',
    );
    const database = new Database(path);
    database.unsafeMode(true);
    database.pragma('writable_schema = ON');
    const declare = database.prepare("INSERT INTO sqlite_schema VALUES ('table', $name, $name, 0, $sql)");
    declare.run({ name: 'near', sql: 'CREATE VIRTUAL TABLE near USING vec0(a)' });
    declare.run({ name: 'cut', sql: "CREATE VIRTUAL TABLE cut USING fts5(a, tokenize = 'jieba')" });
    database.close();
    const { text, data, refuses } = await openWire([path, ...options]);
    expect(await text('search_catalog', {})).toContain('t(a');
    expect(await data('profile_table', { table: 't' })).toMatchObject({ table: 't', rowsLookedAt: 0 });
    expect(await refuses('profile_table', { table: 'lost' })).toContain('no such table: main.gone');
  },
);
