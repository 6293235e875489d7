import { TestPostgres } from '@ashlar/kit/testing/servers';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Caps, DEFAULT_CAPS } from '../src/engine/caps.ts';
import type { Engine, Parameters } from '../src/engine/engine.ts';
import { openPostgres } from '../src/postgres/postgres-engine.ts';
import { quoteName } from '../src/statement/identifier.ts';
import { onPostgres } from './postgres-programs.ts';

const ENDLESS = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 - 1 FROM c) SELECT max(x) FROM c';

onPostgres('PostgreSQL of $name', (programs) => {
  let server: TestPostgres;
  let admin: pg.Client;
  let engine: Engine;
  beforeAll(async () => {
    server = await TestPostgres.start(programs);
    admin = new pg.Client(server.url());
    await admin.connect();
    await admin.query(`CREATE ROLE reader LOGIN; GRANT pg_read_all_data TO reader;
      CREATE TABLE customer(id bigint PRIMARY KEY, "e mail" varchar(80) NOT NULL);
      CREATE TABLE line(o int, n int, c bigint REFERENCES customer, PRIMARY KEY (n, o));
      CREATE TABLE pay(o int, n int, FOREIGN KEY (n, o) REFERENCES line(n, o));
      CREATE VIEW names AS SELECT "e mail" FROM customer; CREATE SCHEMA "od""d"; CREATE TABLE "od""d"."t t"(a numeric(9,2));
      INSERT INTO customer SELECT x, 'x' FROM generate_series(1, 500) x; ANALYZE customer`);
    engine = await openPostgres(server.url('reader'), { connections: 2 });
  }, 60_000);
  afterAll(async () => {
    await engine?.close();
    await admin?.end();
    await server?.stop();
  });
  const ask = (sql: string, params: Parameters = [], caps: Partial<Caps> = {}, signal?: AbortSignal) =>
    engine.run({ sql, params }, { caps: { ...DEFAULT_CAPS, ...caps }, signal });
  /** Sessions of the reader in which something runs. */
  const running = async () => {
    const { rows } = await admin.query(
      "SELECT pid FROM pg_stat_activity WHERE usename = 'reader' AND state = 'active'",
    );
    return rows.length;
  };

  it('makes visible what a column is of, as its name', async () => {
    const odd = '"x\u202e"';
    await admin.query(`CREATE TYPE ${odd} AS ENUM ('a'); CREATE TABLE "t\u202e"(a ${odd}, b int)`);
    const terms = { caps: { ...DEFAULT_CAPS, page: { skip: 0 } } };
    const { columns } = await engine.run({ sql: 'SELECT a, b FROM "t\u202e"' }, terms);
    expect(columns).toEqual([
      { name: 'a', type: '"x⟦U+202E⟧"', table: 't⟦U+202E⟧' },
      { name: 'b', type: 'integer', table: 't⟦U+202E⟧' },
    ]);
    await admin.query(`DROP TABLE "t\u202e"; DROP TYPE ${odd}`);
  });

  it('says of every value what PostgreSQL itself says', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('\0'));
    const value = fc.oneof(
      fc.tuple(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String), fc.constant('int8')),
      fc.tuple(
        fc.double().map((number) => (Object.is(number, -0) ? '-0' : String(number))),
        fc.constantFrom('float8'),
      ),
      fc.tuple(
        fc.float().map((number) => (Object.is(number, -0) ? '-0' : String(number))),
        fc.constantFrom('float4'),
      ),
      fc.tuple(
        fc
          .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(10 ** 9))
          .map(([a, b]) => `${a}.${b}`),
        fc.constant('numeric'),
      ),
      fc.tuple(text, fc.constant('text')),
      fc.tuple(
        fc.uint8Array({ maxLength: 64 }).map((bytes) => `\\x${Buffer.from(bytes).toString('hex')}`),
        fc.constant('bytea'),
      ),
      fc.tuple(
        fc
          .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
          .map((date) => date.toISOString()),
        fc.constantFrom('timestamptz', 'timestamp', 'date'),
      ),
      fc.tuple(fc.json(), fc.constantFrom('json')),
      fc.tuple(fc.boolean().map(String), fc.constant('bool')),
      fc.tuple(fc.uuid(), fc.constant('uuid')),
      fc.tuple(
        fc.integer().map((seconds) => `${seconds} seconds`),
        fc.constant('interval'),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 20 }), async (values) => {
        const casts = values.map(([, type], at) => `($${at + 1}::text)::${type}`);
        const judges = casts.map((cast) =>
          cast.endsWith('bytea') ? `encode(${cast}, 'base64')` : `(${cast})::text`,
        );
        const { columns, rows } = await ask(
          `SELECT ${[...casts, ...judges].join(', ')}`,
          values.map(([text]) => text),
        );
        for (const [at, [, type]] of values.entries()) {
          const cell = rows[0]?.[at] ?? null;
          const judged = String(rows[0]?.[at + values.length]);
          expect(columns[at]?.type).toBeTruthy();
          if (type === 'bytea') expect(cell).toHaveProperty('base64', judged.replaceAll('\n', ''));
          else if (typeof cell === 'number' && type !== 'int8') expect(cell).toBe(Number(judged));
          else expect(String(cell)).toBe(judged);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('keeps columns with one name, and says where they come from', async () => {
    const answer = await ask(
      'SELECT c.id, l.o AS id, 1.50 AS n, c.id::text FROM customer c LEFT JOIN line l ON l.c = c.id LIMIT 1',
    );
    expect(answer).toMatchObject({
      columns: [
        { name: 'id', type: 'bigint', table: 'customer' },
        { name: 'id', type: 'integer', table: 'line' },
        { name: 'n', type: 'numeric' },
        { name: 'id', type: 'text' },
      ],
      rows: [[1, null, '1.50', '1']],
      truncated: false,
    });
    expect(await ask('SELECT * FROM pay')).toMatchObject({
      columns: [{ name: 'o' }, { name: 'n' }],
      rows: [],
    });
  });

  it('reads dates in the order of the database, and writes them in one way', async () => {
    const sql = "SELECT '01/02/2003'::date, timestamp '01/02/2003 10:00'";
    expect((await ask(sql)).rows).toEqual([['2003-01-02', '2003-01-02 10:00:00']]);
    await admin.query(`CREATE ROLE german LOGIN; ALTER ROLE german SET DateStyle = 'German, DMY'`);
    const german = await openPostgres(server.url('german'));
    const { rows } = await german.run({ sql }, { caps: DEFAULT_CAPS });
    expect(rows).toEqual([['2003-02-01', '2003-02-01 10:00:00']]);
    await german.close();
  });

  it('says what is wrong with values and with what PostgreSQL did not foresee, and goes on', async () => {
    for (const sql of ['SELECT $1::int', "SELECT to_tsvector(0::oid::regconfig, 'x')"])
      await expect(ask(sql), sql).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(ask('SELECT $1::int', [1, 2])).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('2 parameters'),
    });
    expect((await ask('SELECT 1')).rows).toEqual([[1]]);
  });

  it('quotes any name so that it is one, and that name', async () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 15 })
      .filter((name) => !name.includes('\0') && Buffer.byteLength(name) < 60);
    await fc.assert(
      fc.asyncProperty(name, async (name) => {
        expect((await ask(`SELECT 1 AS ${quoteName(name)}`)).columns).toMatchObject([{ name }]);
      }),
      { numRuns: 50 },
    );
  });

  it('cuts an endless answer at each cap', async () => {
    const endless = "SELECT generate_series(1, 1000000000) AS x, repeat('ä', 50) AS y";
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3_000 }),
        fc.integer({ min: 1, max: 60_000 }),
        async (rows, bytes) => {
          const answer = await ask(endless, [], { rows, bytes });
          expect(answer.rows.length).toBeLessThanOrEqual(rows);
          expect(answer.rows.map(([x]) => x)).toEqual(answer.rows.map((_, at) => at + 1));
          if (answer.rows.length > 0)
            expect(Buffer.byteLength(JSON.stringify(answer.rows))).toBeLessThanOrEqual(bytes);
          expect(answer.truncated).toBe(answer.rows.length === rows ? 'rows' : 'bytes');
        },
      ),
      { numRuns: 30 },
    );
    expect(await ask('SELECT generate_series(1, 3)', [], { rows: 3 })).toMatchObject({ truncated: false });
    expect(await ask('SELECT generate_series(1, 40)', [], { rows: 40 })).toMatchObject({ truncated: false });
    const cut = await ask("SELECT repeat('x', 5000), decode(repeat('00', 500), 'hex')", [], { cell: 10 });
    expect(cut.rows).toEqual([
      [
        { $characters: 5_000, text: 'xxxxxxxxxx' },
        { $bytes: 500, base64: Buffer.alloc(64).toString('base64') },
      ],
    ]);
  });

  it('does not take a value of any size from the server', async () => {
    await expect(ask("SELECT repeat('x', 300000000)")).rejects.toMatchObject({ code: 'limited' });
    expect((await ask('SELECT 1')).rows).toEqual([[1]]);
  });

  it.each([
    ['a recursion without an end', ENDLESS],
    ['a cross join', 'SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b'],
  ])('stops %s at its time, there too, and answers others meanwhile', async (_, sql) => {
    const stopped = expect(ask(sql, [], { timeoutMs: 700 })).rejects.toMatchObject({ code: 'timeout' });
    expect((await ask('SELECT 2')).rows).toEqual([[2]]);
    await stopped;
    await expect.poll(running, { timeout: 5_000 }).toBe(0);
    expect((await ask('SELECT 3')).rows).toEqual([[3]]);
  });

  it('stops at the server what was cancelled', async () => {
    const controller = new AbortController();
    const endless = expect(ask(ENDLESS, [], {}, controller.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    await expect.poll(running, { timeout: 5_000 }).toBe(1);
    controller.abort();
    await endless;
    await expect.poll(running, { timeout: 5_000 }).toBe(0);
    await expect(ask('SELECT 1', [], {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    for (let n = 0; n < 4; n++) expect((await ask('SELECT 1')).rows).toEqual([[1]]);
  });

  it('does not wait for a free connection longer than it may', async () => {
    const all = [1, 2].map(() =>
      expect(ask(ENDLESS, [], { timeoutMs: 2_000 })).rejects.toMatchObject({ code: 'timeout' }),
    );
    await expect.poll(running, { timeout: 5_000 }).toBe(2);
    await expect(ask('SELECT 1', [], { timeoutMs: 300 })).rejects.toMatchObject({ code: 'timeout' });
    await expect(ask('SELECT 1', [], {}, AbortSignal.timeout(300))).rejects.toMatchObject({
      code: 'cancelled',
    });
    await Promise.all(all);
    expect((await ask('SELECT 1')).rows).toEqual([[1]]);
  });

  it('goes on after a connection was ended at the server, and after mistakes', async () => {
    await expect(ask('SELECT nothing FROM nowhere')).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('nowhere'),
    });
    await expect(ask('SELECT 1/0')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(ask('SELECT $1::int', ['x'])).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(ask('SELECT $2::int', [1])).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(ask('SELECT $1, :a', { a: 1 })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('params'),
    });
    const endless = expect(ask(ENDLESS)).rejects.toMatchObject({ code: 'unavailable' });
    // A connection that ends before it was asked anything is another's turn: this one has to be at its work.
    const atWork = async () =>
      (
        await admin.query(
          "SELECT FROM pg_stat_activity WHERE usename = 'reader' AND query ^@ 'WITH RECURSIVE'",
        )
      ).rows.length;
    await expect.poll(atWork, { timeout: 5_000 }).toBe(1);
    await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'reader'");
    await endless;
    expect((await ask('SELECT 1')).rows).toEqual([[1]]);
  });

  it('says that nobody is there, and no password', async () => {
    const opened = openPostgres(`postgres://reader:geheim@127.0.0.1:1/postgres`);
    await expect(opened).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.not.stringContaining('geheim'),
    });
    await expect(openPostgres(server.url('nobody'))).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('lists tables and views with types, keys and an idea of their rows', async () => {
    const tables = await engine.catalog({ caps: DEFAULT_CAPS });
    expect(
      tables.map(({ schema, name, kind, estimatedRows }) => [schema, name, kind, estimatedRows]),
    ).toEqual([
      ['od"d', 't t', 'table', undefined],
      ['public', 'customer', 'table', 500],
      ['public', 'line', 'table', undefined],
      ['public', 'names', 'view', undefined],
      ['public', 'pay', 'table', undefined],
    ]);
    expect(tables[1]).toMatchObject({
      columns: [
        { name: 'id', type: 'bigint', nullable: false },
        { name: 'e mail', type: 'character varying(80)', nullable: false },
      ],
      primaryKey: ['id'],
    });
    expect(tables[2]).toMatchObject({
      primaryKey: ['n', 'o'],
      foreignKeys: [{ columns: ['c'], schema: 'public', table: 'customer', references: ['id'] }],
    });
    expect(tables[4]?.foreignKeys).toEqual([
      { columns: ['n', 'o'], schema: 'public', table: 'line', references: ['n', 'o'] },
    ]);
  });

  it('plans and executes nothing', async () => {
    const { lines } = await engine.explain(
      { sql: `${ENDLESS} JOIN customer ON id = x AND "e mail" = $1`, params: ['x'] },
      { caps: DEFAULT_CAPS },
    );
    expect(lines.join('\n')).toMatch(/Recursive Union/);
  });
});
