import { ToolError } from '@ashlar/kit/errors';
import fc from 'fast-check';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caps, DEFAULT_CAPS } from '../src/engine/caps.ts';
import type { Engine, Parameters } from '../src/engine/engine.ts';
import { openMysql } from '../src/mysql/mysql-engine.ts';
import { quoteName } from '../src/statement/identifier.ts';
import { hasMariaDb, TestMariaDb } from './mariadb-server.ts';
import { HARMLESS, HOSTILE } from './mysql-hostile.ts';
import { mysqlState } from './mysql-state.ts';

const SCRIPT = `CREATE DATABASE shop; USE shop;
  CREATE TABLE t(a int PRIMARY KEY, b text); INSERT INTO t VALUES (1, 'x'), (2, 'y'); CREATE SEQUENCE s;
  CREATE TABLE line(o int, n int, c int, PRIMARY KEY (n, o), FOREIGN KEY (c) REFERENCES t(a));
  CREATE VIEW v AS SELECT b FROM t; CREATE TABLE ${quoteName('t `t', '`')}(a decimal(9,2));
  CREATE FUNCTION sneak() RETURNS int MODIFIES SQL DATA BEGIN DELETE FROM shop.t; RETURN 1; END;
  CREATE USER reader; GRANT SELECT, SHOW VIEW ON shop.* TO reader;
  CREATE USER editor; GRANT ALL ON shop.* TO editor; CREATE USER filer; GRANT FILE, SELECT ON *.* TO filer;`;
const CROSS = 'SELECT count(*) FROM seq_1_to_1000000 a, seq_1_to_1000000 b WHERE a.seq + b.seq < 0';

describe.skipIf(!hasMariaDb)('MariaDB', () => {
  let server: TestMariaDb;
  let admin: mysql.Connection;
  let engine: Engine;
  let strong: Engine;
  beforeAll(async () => {
    server = await TestMariaDb.start();
    admin = await mysql.createConnection({
      host: '127.0.0.1',
      port: server.port,
      user: 'root',
      multipleStatements: true,
    });
    await admin.query(SCRIPT);
    engine = await openMysql(server.url('reader'), { connections: 2 });
    strong = await openMysql(server.url('root'), { anyRole: true, connections: 2 });
  }, 60_000);
  afterAll(async () => {
    await engine?.close();
    await strong?.close();
    await admin?.end();
    await server?.stop();
  });
  const on = (
    engine: Engine,
    sql: string,
    params: Parameters = [],
    caps: Partial<Caps> = {},
    signal?: AbortSignal,
  ) => engine.run({ sql, params }, { caps: { ...DEFAULT_CAPS, ...caps }, signal });
  const ask = (sql: string, params: Parameters = [], caps: Partial<Caps> = {}, signal?: AbortSignal) =>
    on(engine, sql, params, caps, signal);
  const running = async () => {
    const [rows] = await admin.query(
      "SELECT id FROM information_schema.processlist WHERE user = 'reader' AND command <> 'Sleep'",
    );
    return (rows as unknown[]).length;
  };

  describe.each(['root', 'reader'])('as %s', (login) => {
    const as = () => (login === 'root' ? strong : engine);
    const state = () => mysqlState(server, admin, as());
    let before: Awaited<ReturnType<typeof state>>;
    beforeAll(async () => {
      before = await state();
    });

    it.each(Object.entries(HOSTILE))('refuses %s, and is as before', async (_, sql) => {
      await expect(on(as(), sql, [], { timeoutMs: 3_000 })).rejects.toBeInstanceOf(ToolError);
      await expect(as().explain({ sql }, { caps: DEFAULT_CAPS })).rejects.toBeInstanceOf(ToolError);
      expect(await state()).toEqual(before);
    });

    it.each(Object.entries(HARMLESS))('is as before after %s', async (_, sql) => {
      await on(as(), sql, [], { timeoutMs: 3_000 }).catch((error) => expect(error).toBeInstanceOf(ToolError));
      await as()
        .explain({ sql }, { caps: DEFAULT_CAPS })
        .catch((error) => expect(error).toBeInstanceOf(ToolError));
      await expect.poll(state, { timeout: 3_000 }).toEqual(before);
    });
  });

  it('cannot write by a function of the database, not even as root', async () => {
    await expect(on(strong, 'SELECT shop.sneak()')).rejects.toMatchObject({ code: 'forbidden' });
    expect((await ask('SELECT count(*) FROM t')).rows).toEqual([[2]]);
  });

  it('reads strings in its own mode, whatever that of the server is, and all else in that', async () => {
    await admin.query("SET GLOBAL sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'");
    expect((await ask("SELECT \"a\", '\\''")).rows).toEqual([['a', "'"]]);
    await admin.query("SET GLOBAL sql_mode = 'ANSI'");
    expect((await ask('SELECT "a" || \'b\'')).rows).toEqual([['ab']]);
    await admin.query('SET GLOBAL sql_mode = DEFAULT');
    expect((await ask("SELECT 'a' || 'b'")).rows).toEqual([[0]]);
  });

  it('takes as many values as there are placeholders, and no others', async () => {
    expect((await ask("SELECT ?, '?', `?`.x /* ? */ FROM (SELECT 2 AS x) AS `?` -- ?", [1])).rows).toEqual([
      [1, '?', 2],
    ]);
    const wrong = {
      code: 'invalid_input',
      message: expect.stringMatching(/^params: there are (fewer|more) values/),
    };
    for (const [sql, params] of [
      ['SELECT ?', [1, 2]],
      ['SELECT ?, ?', [1]],
      ['SELECT 1', ['a']],
    ] as const) {
      await expect(ask(sql, params), sql).rejects.toMatchObject(wrong);
    }
  });

  it('forgets variables', async () => {
    await ask('SELECT @a := 5');
    for (let n = 0; n < 4; n++) expect((await ask('SELECT @a')).rows).toEqual([[null]]);
  });

  it.each([
    ['root', 'ALL PRIVILEGES'],
    ['editor', 'ALL PRIVILEGES'],
    ['filer', 'FILE'],
  ])('does not start as %s, which may do more than read, and says what to do', async (login, why) => {
    await expect(openMysql(server.url(login))).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining(why),
      hint: expect.stringContaining('CREATE USER reader'),
    });
  });

  it('says of every value what MariaDB itself says', async () => {
    const digits = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    const value = fc.oneof(
      fc.tuple(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String), fc.constant('signed')),
      fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String), fc.constant('unsigned')),
      fc.tuple(
        fc.tuple(digits, fc.nat(10 ** 9)).map(([a, b]) => `${a}.${b}`),
        fc.constant('decimal(50,10)'),
      ),
      fc.tuple(text, fc.constant('char')),
      fc.tuple(
        fc
          .date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
          .map((date) => date.toISOString().slice(0, 23)),
        fc.constantFrom('datetime(6)', 'datetime', 'date', 'time(3)'),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 15 }), async (values) => {
        const casts = values.map(([, type]) => `CAST(? AS ${type})`);
        const judges = casts.map((cast) => `CONCAT(${cast}, '')`);
        const texts = values.map(([text]) => text);
        const { rows } = await ask(`SELECT ${[...casts, ...judges].join(', ')}`, [...texts, ...texts]);
        expect(rows[0]?.slice(0, values.length).map(String)).toEqual(
          rows[0]?.slice(values.length).map(String),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('tells floats, bits, blobs and JSON as they are', async () => {
    await admin.query(
      'CREATE OR REPLACE TABLE shop.k(f float, d double, b bit(9), x varbinary(9), j json, y year, g point)',
    );
    await admin.query(
      `INSERT INTO shop.k VALUES (0.1, 1e300, b'100000001', x'00ff', '{"a": 9007199254740993}', 2026, point(1, 2))`,
    );
    const { columns, rows } = await ask('SELECT * FROM k');
    expect(columns.map(({ type }) => type)).toEqual([
      'float',
      'double',
      'bit',
      'varbinary',
      'text',
      'year',
      'geometry',
    ]);
    expect(rows[0]?.slice(0, 6)).toEqual([
      0.1,
      1e300,
      257,
      { $bytes: 2, base64: 'AP8=' },
      '{"a": 9007199254740993}',
      2026,
    ]);
    expect(rows[0]?.[6]).toMatchObject({ $bytes: 25 });
    await admin.query('DROP TABLE shop.k');
  });

  it('keeps columns with one name, takes parameters, and says what is wrong', async () => {
    const { columns, rows } = await ask(
      'SELECT t.a, l.o AS a, ? AS p FROM t LEFT JOIN line l ON l.c = t.a ORDER BY 1 LIMIT ?',
      [true, 1],
    );
    expect(columns).toMatchObject([
      { name: 'a', type: 'int', table: 't' },
      { name: 'a', type: 'int', table: 'line' },
      { name: 'p' },
    ]);
    expect(rows).toEqual([[1, null, 1]]);
    expect((await ask('SELECT ?, ?, ?', [7, 0.5, '9007199254740993'])).rows).toEqual([
      [7, 0.5, '9007199254740993'],
    ]);
    await expect(ask('SELECT nothing FROM t')).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('nothing'),
    });
    await expect(ask('SELECT ?', [])).rejects.toBeInstanceOf(ToolError);
    await expect(ask('SELECT ?', { a: 1 })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(ask('SELECT * FROM mysql.user')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('quotes any name so that it is one, and that name', async () => {
    const name = fc
      .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 })
      .filter((name) => name.trim() === name);
    await fc.assert(
      fc.asyncProperty(name, async (name) => {
        expect((await ask(`SELECT 1 AS ${quoteName(name, '`')}`)).columns).toMatchObject([{ name }]);
      }),
      { numRuns: 40 },
    );
  });

  it('cuts a very long answer at each cap, and leaves nothing running', async () => {
    const long = "SELECT seq, repeat('ä', 50) FROM seq_1_to_1000000000";
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3_000 }),
        fc.integer({ min: 1, max: 60_000 }),
        async (rows, bytes) => {
          const answer = await ask(long, [], { rows, bytes });
          expect(answer.rows.length).toBeLessThanOrEqual(rows);
          expect(answer.rows.map(([x]) => x)).toEqual(answer.rows.map((_, at) => at + 1));
          if (answer.rows.length > 0)
            expect(Buffer.byteLength(JSON.stringify(answer.rows))).toBeLessThanOrEqual(bytes);
          expect(answer.truncated).toBe(answer.rows.length === rows ? 'rows' : 'bytes');
        },
      ),
      { numRuns: 20 },
    );
    expect(await ask('SELECT seq FROM seq_1_to_3', [], { rows: 3 })).toMatchObject({ truncated: false });
    await expect.poll(running, { timeout: 5_000 }).toBe(0);
    await expect(ask("SELECT repeat('x', 10000000) FROM seq_1_to_100")).rejects.toMatchObject({
      code: 'limited',
    });
  });

  it('stops at its time and when cancelled, at the server too, and answers others meanwhile', async () => {
    const stopped = expect(ask(CROSS, [], { timeoutMs: 700 })).rejects.toMatchObject({ code: 'timeout' });
    expect((await ask('SELECT 2')).rows).toEqual([[2]]);
    await stopped;
    await expect.poll(running, { timeout: 5_000 }).toBe(0);
    const controller = new AbortController();
    const endless = expect(ask(CROSS, [], {}, controller.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    await expect.poll(running, { timeout: 5_000 }).toBe(1);
    controller.abort();
    await endless;
    await expect.poll(running, { timeout: 5_000 }).toBe(0);
    expect((await ask('SELECT 3')).rows).toEqual([[3]]);
  });

  it('stops all when every connection is busy, and waits for a free one no longer than it may', async () => {
    const all = [1, 2].map(() =>
      expect(ask(CROSS, [], { timeoutMs: 2_000 })).rejects.toMatchObject({ code: 'timeout' }),
    );
    await expect.poll(running, { timeout: 5_000 }).toBe(2);
    await expect(ask('SELECT 1', [], { timeoutMs: 300 })).rejects.toMatchObject({ code: 'timeout' });
    await Promise.all(all);
    await expect.poll(running, { timeout: 5_000 }).toBe(0);
    expect((await ask('SELECT 1')).rows).toEqual([[1]]);
  });

  it('lists tables and views with types and keys, and plans without executing', async () => {
    const tables = await engine.catalog({ caps: DEFAULT_CAPS });
    expect(tables.map(({ name, kind }) => [name, kind])).toEqual(
      expect.arrayContaining([
        ['line', 'table'],
        ['t', 'table'],
        ['t `t', 'table'],
        ['v', 'view'],
      ]),
    );
    expect(tables.find(({ name }) => name === 'line')).toMatchObject({
      primaryKey: ['n', 'o'],
      foreignKeys: [{ columns: ['c'], schema: 'shop', table: 't', references: ['a'] }],
    });
    const { lines } = await engine.explain({ sql: CROSS }, { caps: DEFAULT_CAPS });
    expect(lines.join('\n')).toMatch(/table=a/);
  });

  it('says that nobody is there, and no password', async () => {
    await expect(openMysql('mysql://reader:geheim@127.0.0.1:1/shop')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.not.stringContaining('geheim'),
    });
  });
});
