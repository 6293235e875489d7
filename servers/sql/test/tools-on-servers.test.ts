import { setTimeout as sleep } from 'node:timers/promises';
import { type PostgresPrograms, TestPostgres } from '@ashlar/kit/testing/servers';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasMariaDb, TestMariaDb } from './mariadb-server.ts';
import { POSTGRES } from './postgres-programs.ts';
import { openWire } from './wire.ts';

const TABLES = `CREATE TABLE customer(id int PRIMARY KEY, name varchar(20) NOT NULL, email varchar(80), born date);
  CREATE TABLE orders(id int PRIMARY KEY, customer int NOT NULL REFERENCES customer(id), state varchar(10));`;
const ROWS = Array.from(
  { length: 60 },
  (_, at) => `(${at + 1}, 'n${at + 1}', 'x@example.org', '2000-01-01')`,
);
const FILL = `INSERT INTO customer VALUES ${ROWS.join(', ')}; INSERT INTO orders VALUES (1, 1, 'new'), (2, 1, NULL);`;

interface Server {
  url: string;
  /** How many queries the reader runs there now. */
  running(): Promise<number>;
  stop(): Promise<void>;
}

async function startPostgres(programs: PostgresPrograms | undefined): Promise<Server> {
  if (programs === undefined) throw new Error('no PostgreSQL is here');
  const server = await TestPostgres.start(programs);
  const admin = new pg.Client(server.url());
  await admin.connect();
  await admin.query(
    `CREATE ROLE reader LOGIN; GRANT pg_read_all_data TO reader; ${TABLES} ${FILL} CREATE TABLE "group"(id int); ANALYZE`,
  );
  const active = "SELECT 1 FROM pg_stat_activity WHERE usename = 'reader' AND state = 'active'";
  return {
    url: server.url('reader'),
    running: async () => (await admin.query(active)).rows.length,
    stop: async () => {
      await admin.end();
      await server.stop();
    },
  };
}

async function startMariaDb(): Promise<Server> {
  const server = await TestMariaDb.start();
  const admin = await mysql.createConnection({
    host: '127.0.0.1',
    port: server.port,
    user: 'root',
    multipleStatements: true,
  });
  await admin.query(
    `CREATE DATABASE shop; USE shop; ${TABLES} ${FILL} CREATE TABLE \`group\`(id int); CREATE USER reader; GRANT SELECT ON shop.* TO reader`,
  );
  const active = "SELECT id FROM information_schema.processlist WHERE user = 'reader' AND command <> 'Sleep'";
  return {
    url: server.url('reader'),
    running: async () => ((await admin.query(active))[0] as unknown[]).length,
    stop: async () => {
      await admin.end();
      await server.stop();
    },
  };
}

const CROSS = `SELECT count(*) FROM ${Array.from({ length: 7 }, (_, at) => `customer c${at}`).join(', ')}
  WHERE c0.id + c1.id + c2.id + c3.id + c4.id + c5.id + c6.id < 0`;

describe.each([
  ['PostgreSQL', POSTGRES.length > 0, () => startPostgres(POSTGRES[0]), 'public'],
  ['MariaDB', hasMariaDb, startMariaDb, 'shop'],
] as const)('the tools on %s', (_, isHere, start, schema) => {
  if (!isHere) return it.skip('is not on this machine', () => undefined);
  let server: Server;
  beforeAll(async () => {
    server = await start();
  }, 60_000);
  afterAll(() => server?.stop());
  const open = () => openWire([`db=${server.url}`]);

  it('binds values by name, and refuses what is without the other', async () => {
    const { data, refuses } = await open();
    const sql = "SELECT name, ':no' FROM customer WHERE id = :id OR id = :id + 1 ORDER BY id";
    expect((await data('query', { sql, params: { id: 3 } })).rows).toEqual([
      ['n3', ':no'],
      ['n4', ':no'],
    ]);
    expect(await refuses('query', { sql, params: { no: 3 } })).toContain('no value for :id');
    expect(
      await refuses('query', { sql: `${sql} LIMIT ${schema === 'public' ? '$1' : '?'}`, params: { id: 3 } }),
    ).toContain('params: names are given');
  });

  it('gives an answer page by page', async () => {
    const { data, refuses } = await open();
    const sql = 'SELECT id FROM customer ORDER BY id';
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await data('query', { sql, maxRows: 25, cursor });
      seen.push(...page.rows.flat());
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
    const first = await data('query', { sql: `${sql} DESC`, maxRows: 1 });
    expect(await refuses('query', { sql, maxRows: 1, cursor: first.nextCursor })).toContain(
      'another question',
    );
  });

  it('says what may be meant', async () => {
    const { refuses } = await open();
    expect(await refuses('query', { sql: 'SELECT emial FROM customer' })).toContain(
      'Did you mean email (of customer)?',
    );
    expect(await refuses('query', { sql: 'SELECT c.emial FROM customer c' })).toContain('Did you mean email');
    const missing = await refuses('query', { sql: 'SELECT * FROM custommer' });
    // Who may read only some tables is told by MariaDB that this one is forbidden, not that it is missing.
    if (!missing.startsWith('forbidden')) expect(missing).toContain('Did you mean customer?');
  });

  it('says how a name is written that the grammar takes for a word', async () => {
    const { refuses } = await open();
    expect(await refuses('query', { sql: 'SELECT * FROM group WHERE id = 1' })).toMatch(
      /As a name, write (?:\w+\.)?(?:"group"|`group`)\.$/,
    );
  });

  it('judges a plan and executes nothing', async () => {
    const { data } = await open();
    expect((await data('explain', { sql: CROSS })).verdict).toMatch(/c0|customer/);
    const { verdict } = await data('explain', {
      sql: 'SELECT * FROM customer WHERE name = :n',
      params: { n: 'x' },
    });
    expect(verdict).toMatch(/^Reads all of customer/);
  });

  it('tells and profiles a table, masked', async () => {
    const { text, data, client } = await open();
    const line = await text('search_catalog', { pattern: 'orders' });
    expect(line).toMatch(
      /orders\(id int(\(11\))?\*, customer int(\(11\))?!(>customer)?, state varchar\(10\)\) ~\d+$/,
    );
    const profile = await data('profile_table', { table: 'customer' });
    expect(profile).toMatchObject({ rowsLookedAt: 60, complete: true });
    expect(profile.columns.find(({ name }: { name: string }) => name === 'id')).toMatchObject({
      nulls: 0,
      distinct: 60,
      min: 1,
      max: 60,
    });
    expect(JSON.stringify(profile)).not.toContain('example.org');
    const { contents } = await client.sdk.readResource({ uri: `sql://db/${schema}/customer/sample` });
    const sample = JSON.parse(String((contents[0] as { text?: string }).text));
    expect(sample.rows[0]).toEqual([1, 'n1', '‹masked›', '2000-01-01']);
  });

  it('stops a query there, whenever the client gives up', { timeout: 30_000 }, async () => {
    const { client } = await open();
    for (const after of [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64]) {
      const stop = new AbortController();
      const failed = expect(client.call('query', { sql: CROSS }, { signal: stop.signal })).rejects.toThrow();
      await sleep(after);
      stop.abort();
      await failed;
      // Left alone it would be under way for thirty seconds.
      await expect.poll(() => server.running(), { timeout: 5_000 }).toBe(0);
    }
  });
});
