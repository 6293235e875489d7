import { join } from 'node:path';
import { type PostgresPrograms, TestPostgres } from '@ashlar/kit/testing/servers';
import { DuckDBInstance } from '@duckdb/node-api';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { busy, canSeeWork } from './busy.ts';
import { childrenOf } from './children.ts';
import { hasMariaDb, TestMariaDb } from './mariadb-server.ts';
import { POSTGRES } from './postgres-programs.ts';
import { testFile } from './sqlite-file.ts';

/** A real database of one engine, with a table `t(x)` of a thousand rows. */
export interface Database {
  /** What the server is started with. */
  source: string;
  /** Gives no row, ever. */
  endless: string;
  /** Statements that nobody could answer, by what is heavy about them. */
  heavy: Readonly<Record<string, string>>;
  /** What works for the server of that process id, by the number that the system or the database knows it by. */
  working(server: number): Promise<number[]>;
  /** Asks by which of those it is answered, where that can be asked. */
  whoAmI?: string;
  stop(): Promise<void>;
}

const RECURSION = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 - 1 FROM c) SELECT max(x) FROM c';
const SIX =
  'SELECT count(*) FROM t a, t b, t c, t d, t e, t f WHERE (a.x * b.x + c.x * d.x + e.x * f.x) % 1000 = 7';
const NESTED = 'SELECT count(*) FROM v200 WHERE x % 1000 = 7';
const HEAVY = {
  'a recursion without an end': RECURSION,
  'a join of six tables': SIX,
  'views in views': NESTED,
};

/** Two hundred views, each of which joins the one below it with a table. */
function views(most = 200): string {
  const all = Array.from({ length: most }, (_, at) => {
    const below = at === 0 ? 't' : `v${at}`;
    return `CREATE VIEW v${at + 1} AS SELECT a.x FROM ${below} a, t b;`;
  });
  return all.join('\n');
}

async function processes(server: number): Promise<number[]> {
  return childrenOf(server).filter(busy);
}

async function sqlite(folder: string): Promise<Database> {
  const rows = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 1000)';
  return {
    source: testFile(`CREATE TABLE t(x INT); ${rows} INSERT INTO t SELECT x FROM c; ${views()}`, folder),
    endless: RECURSION,
    heavy: {
      ...HEAVY,
      'a blob of half a gigabyte': 'SELECT zeroblob(500000000) AS z',
      'a text that grows': `${RECURSION.replace('max(x)', 'group_concat(x || hex(zeroblob(100000)))')}`,
    },
    working: processes,
    stop: async () => undefined,
  };
}

async function duckdb(folder: string): Promise<Database> {
  const path = join(folder, 'shop.duckdb');
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(
    `CREATE TABLE t(x INT); INSERT INTO t SELECT range FROM range(1000); ${views()} CHECKPOINT`,
  );
  connection.closeSync();
  instance.closeSync();
  return {
    source: path,
    endless: SIX,
    heavy: {
      ...HEAVY,
      'a text of half a gigabyte': "SELECT repeat('x', 500000000)",
      'a list of a hundred million': 'SELECT range(100000000), range(100000000)',
      'a text that grows': "SELECT string_agg(x::VARCHAR, ',') FROM range(5000000000) r(x)",
    },
    working: processes,
    stop: async () => undefined,
  };
}

async function postgres(programs: PostgresPrograms): Promise<Database> {
  const server = await TestPostgres.start(programs);
  const admin = new pg.Client(server.url());
  await admin.connect();
  await admin.query(`CREATE ROLE reader LOGIN; GRANT pg_read_all_data TO reader; CREATE TABLE t(x int);
    INSERT INTO t SELECT x FROM generate_series(1, 1000) x; ANALYZE t; ${views()}`);
  // Not what a connection is asked when it is opened, which may be another one's.
  const active = `SELECT pid FROM pg_stat_activity WHERE usename = 'reader' AND state = 'active'
    AND clock_timestamp() - query_start > interval '200 ms'`;
  return {
    source: server.url('reader'),
    endless: RECURSION,
    heavy: {
      ...HEAVY,
      'a text of half a gigabyte': "SELECT repeat('x', 500000000)",
      'an array of a hundred million': 'SELECT array_fill(0, ARRAY[100000000])',
      'a text that grows': "SELECT string_agg(x::text, ',') FROM generate_series(1, 5000000000) x",
    },
    working: async () => (await admin.query(active)).rows.map(({ pid }) => pid),
    whoAmI: 'SELECT pg_backend_pid()',
    async stop() {
      await admin.end();
      await server.stop();
    },
  };
}

async function mariaDb(): Promise<Database> {
  const server = await TestMariaDb.start();
  const admin = await mysql.createConnection({
    host: '127.0.0.1',
    port: server.port,
    user: 'root',
    multipleStatements: true,
  });
  await admin.query(`CREATE DATABASE shop; USE shop; CREATE TABLE t(x int); INSERT INTO t SELECT seq FROM seq_1_to_1000;
    ${views()} CREATE USER reader; GRANT SELECT ON shop.* TO reader`);
  const active = `SELECT id FROM information_schema.processlist
    WHERE user = 'reader' AND command <> 'Sleep' AND time_ms > 200`;
  return {
    source: server.url('reader'),
    // A recursion ends by itself here, after a thousand turns.
    endless: SIX,
    heavy: {
      'a join of six tables': SIX,
      'views in views': NESTED,
      'many large texts': "SELECT repeat('x', 10000000) FROM seq_1_to_1000",
      'a text that grows': 'SELECT group_concat(seq) FROM seq_1_to_5000000000',
    },
    working: async () => ((await admin.query(active))[0] as { id: number }[]).map(({ id }) => Number(id)),
    whoAmI: 'SELECT connection_id()',
    async stop() {
      await admin.end();
      await server.stop();
    },
  };
}

/** Each engine that is here, by its name; `start` is given a folder of its own. */
export const DATABASES: readonly {
  name: string;
  start: ((folder: string) => Promise<Database>) | undefined;
}[] = [
  { name: 'SQLite', start: canSeeWork ? sqlite : undefined },
  { name: 'DuckDB', start: canSeeWork ? duckdb : undefined },
  ...(POSTGRES.length === 0 ? [{ name: 'PostgreSQL', start: undefined }] : []),
  ...POSTGRES.map((programs) => ({
    name: `PostgreSQL of ${programs.name}`,
    start: () => postgres(programs),
  })),
  { name: 'MariaDB', start: hasMariaDb ? mariaDb : undefined },
];
