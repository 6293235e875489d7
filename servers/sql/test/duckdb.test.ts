import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ToolError } from '@ashlar/kit/errors';
import * as driver from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openDuckdb } from '../src/duckdb/duckdb-engine.ts';
import { openInstance } from '../src/duckdb/open-instance.ts';
import { readRows } from '../src/duckdb/read.ts';
import { statementRules } from '../src/duckdb/statement-rules.ts';
import { Answer } from '../src/engine/answer.ts';
import { type Caps, DEFAULT_CAPS } from '../src/engine/caps.ts';
import type { Engine, Parameters } from '../src/engine/engine.ts';
import { Refusal } from '../src/process/messages.ts';
import { quoteName } from '../src/statement/identifier.ts';
import { busy, canSeeWork } from './busy.ts';
import { childrenOf } from './children.ts';
import { testFolder } from './sqlite-file.ts';

const CROSS = 'SELECT count(*) FROM range(10000000) a(x), range(10000000) b(x) WHERE a.x + b.x < 0';

describe('DuckDB', () => {
  let folder: string;
  let path: string;
  let engine: Engine;
  beforeEach(async () => {
    folder = testFolder();
    path = join(folder, 'shop.duckdb');
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    await connection.run(`CREATE TABLE t(a INTEGER PRIMARY KEY); INSERT INTO t VALUES (1), (2);
      CREATE TABLE line(o INTEGER, n INTEGER, c INTEGER REFERENCES t(a), PRIMARY KEY (n, o));
      CREATE VIEW v AS SELECT a AS "b c" FROM t; COPY t TO '${join(folder, 'table one.parquet')}'`);
    await connection.run('CHECKPOINT');
    connection.closeSync();
    instance.closeSync();
    writeFileSync(join(folder, 'secret.csv'), 'a,b\n1,x\n');
    engine = await opened(path);
  });
  async function opened(path: string): Promise<Engine> {
    const engine = await openDuckdb(path);
    onTestFinished(() => engine.close());
    return engine;
  }
  const ask = (sql: string, params: Parameters = [], caps: Partial<Caps> = {}, signal?: AbortSignal) =>
    engine.run({ sql, params }, { caps: { ...DEFAULT_CAPS, ...caps }, signal });

  it('shuts its doors and locks them, before any statement is looked at', async () => {
    const instance = await openInstance(driver, path);
    const connection = await instance.connect();
    onTestFinished(() => instance.closeSync());
    await expect(connection.run('SET threads = 1')).rejects.toThrow('locked');
    await expect(connection.run("FROM read_text('/etc/passwd')")).rejects.toThrow('Permission');
    await expect(connection.run('CREATE TABLE x(a INT)')).rejects.toThrow('read-only');
  });

  it('takes from DuckDB itself whether a statement is a SELECT, and one only', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    onTestFinished(() => instance.closeSync());
    await connection.run('CREATE TABLE t(a INTEGER)');
    const database = { driver, rules: await statementRules(await instance.connect()) };
    const read = (sql: string) => readRows(database, connection, { sql, params: [] }, DEFAULT_CAPS);
    for (const sql of [
      'WITH x AS (SELECT 3) INSERT INTO t SELECT * FROM x',
      'SET threads = 1',
      'SELECT 1; DROP TABLE t',
    ]) {
      await expect(read(sql), sql).rejects.toBeInstanceOf(Refusal);
    }
    expect(new Answer(await read('FROM t')).rows).toEqual([]);
  });

  it('says of every value what DuckDB itself says', async () => {
    const big = (bits: bigint) => fc.bigInt({ min: -(2n ** bits), max: 2n ** bits - 1n }).map(String);
    const value = fc.oneof(
      fc.tuple(big(63n), fc.constant('BIGINT')),
      fc.tuple(big(126n), fc.constant('HUGEINT')),
      fc.tuple(
        fc.tuple(big(80n), fc.nat(999)).map(([a, b]) => `${a}.${b}`),
        fc.constant('DECIMAL(38,3)'),
      ),
      fc.tuple(
        fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('\0')),
        fc.constant('VARCHAR'),
      ),
      fc.tuple(
        fc
          .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
          .map((date) => date.toISOString().slice(0, 23)),
        fc.constantFrom('TIMESTAMP', 'DATE'),
      ),
      fc.tuple(fc.uuid(), fc.constant('UUID')),
      fc.tuple(fc.boolean().map(String), fc.constant('BOOLEAN')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 12 }), async (values) => {
        const casts = values.map(([, type], at) => `CAST($${at + 1} AS ${type})`);
        const judges = casts.map((cast) => `CAST(${cast} AS VARCHAR)`);
        const { rows } = await ask(
          `SELECT ${[...casts, ...judges].join(', ')}`,
          values.map(([text]) => text),
        );
        expect(rows[0]?.slice(0, values.length).map(String)).toEqual(rows[0]?.slice(values.length));
      }),
      { numRuns: 80 },
    );
    const mixed = await ask(
      "SELECT 0.1::FLOAT, 'NaN'::DOUBLE, '\\x00\\xFF'::BLOB, [1, 2], {'a': 1}, NULL, 1 AS a, 2 AS a",
    );
    expect(mixed.rows[0]).toEqual([
      0.1,
      'NaN',
      { $bytes: 2, base64: 'AP8=' },
      '[1, 2]',
      "{'a': 1}",
      null,
      1,
      2,
    ]);
    expect(mixed.columns.slice(-2).map(({ name }) => name)).toEqual(['a', 'a']);
  });

  it('takes parameters by position and by name, quotes any name, and says what is wrong', async () => {
    expect((await ask('SELECT ?, ? LIMIT ?', [1, 'b', 1])).rows).toEqual([[1, 'b']]);
    expect((await ask('SELECT $a, $b', { a: true, b: null })).rows).toEqual([[true, null]]);
    await expect(ask('SELECT nothing FROM t')).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('nothing'),
    });
    await expect(ask('SELECT ?', [])).rejects.toBeInstanceOf(ToolError);
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .filter((name) => !name.includes('\0'));
    await fc.assert(
      fc.asyncProperty(name, async (name) => {
        expect((await ask(`SELECT 1 AS ${quoteName(name)}`)).columns).toMatchObject([{ name }]);
      }),
      { numRuns: 40 },
    );
  });

  it('binds a number without a fraction as what it is', async () => {
    const sql = 'SELECT typeof(?), typeof(?), ?, ? FROM range(?)';
    expect((await ask(sql, [7, 2 ** 40, 1e21, -0, 1])).rows).toEqual([['INTEGER', 'BIGINT', 1e21, '-0.0']]);
    expect((await ask('SELECT to_days(?)::VARCHAR', [3])).rows).toEqual([['3 days']]);
    expect((await ask('SELECT $a, $b', { a: 9007199254740991, b: 1e300 })).rows).toEqual([
      [9007199254740991, 1e300],
    ]);
  });

  it.each([
    '/* a /* nested */ comment */ SELECT 1',
    '\u00a0SELECT 1',
    '-- a\rSELECT 1',
    'SHOW TABLES',
    'SELECT 1 AS database_list',
  ])('takes the legal %j', async (sql) => {
    expect((await ask(sql)).columns).toHaveLength(1);
  });

  it('cuts a very long answer at each cap', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 1, max: 60_000 }),
        async (rows, bytes) => {
          const answer = await ask("SELECT range AS x, repeat('ä', 50) AS y FROM range(1000000000000)", [], {
            rows,
            bytes,
          });
          expect(answer.rows.length).toBeLessThanOrEqual(rows);
          expect(answer.rows.map(([x]) => x)).toEqual(answer.rows.map((_, at) => at));
          if (answer.rows.length > 0)
            expect(Buffer.byteLength(JSON.stringify(answer.rows))).toBeLessThanOrEqual(bytes);
          expect(answer.truncated).toBe(answer.rows.length === rows ? 'rows' : 'bytes');
        },
      ),
      { numRuns: 20 },
    );
    expect(await ask('FROM range(3)', [], { rows: 3 })).toMatchObject({
      rows: [[0], [1], [2]],
      truncated: false,
    });
  });

  it('stops at its time, when cancelled and at its bound of memory, and answers others meanwhile', async () => {
    const stopped = expect(ask(CROSS, [], { timeoutMs: 700 })).rejects.toMatchObject({ code: 'timeout' });
    expect((await ask('SELECT 2')).rows).toEqual([[2]]);
    await stopped;
    const controller = new AbortController();
    const before = canSeeWork ? childrenOf(process.pid) : [];
    const endless = expect(ask(CROSS, [], {}, controller.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    await expect.poll(() => !canSeeWork || before.some(busy), { timeout: 5_000 }).toBe(true);
    const working = before.filter(busy);
    controller.abort();
    await endless;
    await expect.poll(() => working.filter((pid) => childrenOf(process.pid).includes(pid))).toEqual([]);
    await expect(ask('SELECT 1', [], {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    const wide = "SELECT list(repeat('x', 1000) || x) FROM range(10000000) r(x)";
    await expect(ask(wide)).rejects.toMatchObject({ code: 'limited' });
    expect((await ask('SELECT 3')).rows).toEqual([[3]]);
    expect(readdirSync(dirname(path)).sort()).toEqual(['secret.csv', 'shop.duckdb', 'table one.parquet']);
  }, 30_000);

  it.each([
    ['a value that nobody counts', 'SELECT len(range(400000000))', /^(?:limited|timeout)$/],
    ['a text of gigabytes', "SELECT length(repeat('x', 4000000000))", /^(?:limited|timeout|invalid_input)$/],
    [
      'a function that hears no interrupt',
      "SELECT levenshtein(repeat('a', 200000), repeat('b', 200000))",
      /^timeout$/,
    ],
  ])('ends %s with its process, and answers others', async (_, sql, code) => {
    const heavy = expect(ask(sql, [], { timeoutMs: 2_000 })).rejects.toMatchObject({
      code: expect.stringMatching(code),
    });
    expect((await ask('SELECT 2')).rows).toEqual([[2]]);
    await heavy;
    expect((await ask('SELECT 3')).rows).toEqual([[3]]);
    expect(process.memoryUsage.rss()).toBeLessThan(1_000_000_000);
  });

  it('lists tables and views with types and keys, and plans', async () => {
    const tables = await engine.catalog({ caps: DEFAULT_CAPS });
    expect(tables).toMatchObject([
      {
        schema: 'main',
        name: 'line',
        primaryKey: ['n', 'o'],
        foreignKeys: [{ columns: ['c'], table: 't', references: ['a'] }],
      },
      {
        name: 't',
        kind: 'table',
        columns: [{ name: 'a', type: 'integer', nullable: false }],
        estimatedRows: 2,
      },
      { name: 'v', kind: 'view', columns: [{ name: 'b c' }] },
    ]);
    expect((await engine.explain({ sql: CROSS }, { caps: DEFAULT_CAPS })).lines.join('\n')).toMatch(
      /AGGREGATE/,
    );
  });

  it('reads a Parquet or CSV file as a view of its name, and no other', async () => {
    engine = await opened(join(folder, 'table one.parquet'));
    expect((await ask('SELECT * FROM "table one"')).rows).toEqual([[1], [2]]);
    await expect(ask(`FROM '${join(folder, 'secret.csv')}'`)).rejects.toMatchObject({ code: 'forbidden' });
    engine = await opened(join(folder, 'secret.csv'));
    expect((await ask('FROM secret')).rows).toEqual([[1, 'x']]);
    await expect(ask('CREATE TABLE x(a INT)')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(openDuckdb(join(folder, 'none.duckdb'))).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.not.stringContaining(folder),
    });
  });
});
