import { ToolError } from '@ashlar/kit/errors';
import { TestPostgres } from '@ashlar/kit/testing/servers';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import type { Engine } from '../src/engine/engine.ts';
import { openPostgres } from '../src/postgres/postgres-engine.ts';
import { inReadOnly } from '../src/postgres/session.ts';
import { HARMLESS, HOSTILE } from './postgres-hostile.ts';
import { onPostgres } from './postgres-programs.ts';
import { postgresState } from './postgres-state.ts';

const SCRIPT = `CREATE TABLE t(a int PRIMARY KEY, b text); INSERT INTO t VALUES (1, 'x'), (2, 'y');
  CREATE SEQUENCE s; CREATE ROLE reader LOGIN; GRANT pg_read_all_data TO reader;
  CREATE ROLE owner LOGIN; CREATE SCHEMA owned AUTHORIZATION owner; GRANT CREATE ON SCHEMA owned TO owner;
  CREATE ROLE files LOGIN; GRANT pg_read_server_files TO files;
  CREATE ROLE hidden LOGIN SUPERUSER; CREATE SCHEMA innocent; ALTER ROLE hidden SET search_path = innocent, pg_catalog;
  CREATE VIEW innocent.pg_roles AS SELECT oid, rolname, false AS rolsuper FROM pg_catalog.pg_roles;
  CREATE FUNCTION stamp(x int) RETURNS int LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS $$ BEGIN RETURN x; END $$;
  CREATE FUNCTION twice(x int) RETURNS int LANGUAGE sql STABLE AS 'SELECT 2 * x';
  CREATE FUNCTION added(x int, y int) RETURNS int LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN x + y; END $$;
  CREATE AGGREGATE gather(int) (sfunc = added, stype = int, initcond = '0');
  CREATE FUNCTION total(t) RETURNS int LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN 1; END $$;`;

onPostgres('PostgreSQL of $name, read only', (programs) => {
  let server: TestPostgres;
  let admin: pg.Client;
  beforeAll(async () => {
    server = await TestPostgres.start(programs);
    admin = new pg.Client(server.url());
    await admin.connect();
    await admin.query(SCRIPT);
    for (const name of ['tablefunc', 'xml2', 'dblink', 'pageinspect', 'adminpack', 'fuzzystrmatch']) {
      await admin.query(`CREATE EXTENSION ${name}`).catch(() => undefined);
    }
    await admin.query('SET ROLE owner; CREATE TABLE owned.o(a int); RESET ROLE');
  }, 60_000);
  afterAll(async () => {
    await admin?.end();
    await server?.stop();
  });

  describe.each(['root', 'reader'])('as %s', (role) => {
    let engine: Engine;
    // One connection: what a statement left behind, the next would meet.
    beforeAll(async () => {
      engine = await openPostgres(server.url(role), { anyRole: true, connections: 1 });
      before = await state();
    });
    afterAll(() => engine.close());

    const state = () => postgresState(server, admin, engine);
    let before: Awaited<ReturnType<typeof state>>;

    it.each(Object.entries(HOSTILE))('refuses %s and is as before', async (_, sql) => {
      await expect(ask(engine, sql)).rejects.toBeInstanceOf(ToolError);
      await expect(engine.explain({ sql }, { caps: DEFAULT_CAPS })).rejects.toBeInstanceOf(ToolError);
      expect(await state()).toEqual(before);
    });

    it.each(Object.entries(HARMLESS))('is as before after %s', async (_, sql) => {
      await ask(engine, sql).catch((error) => expect(error).toBeInstanceOf(ToolError));
      await engine
        .explain({ sql }, { caps: DEFAULT_CAPS })
        .catch((error) => expect(error).toBeInstanceOf(ToolError));
      expect(await state()).toEqual(before);
    });

    /** The transaction itself stops what the walk of the statement cannot know: what an operator calls, for one. */
    it('cannot write behind an operator', async () => {
      await admin.query(`CREATE OR REPLACE FUNCTION sneak(a int, b int) RETURNS int LANGUAGE plpgsql VOLATILE AS
        $$ BEGIN DELETE FROM t; RETURN 1; END $$; DROP OPERATOR IF EXISTS ===> (int, int);
        CREATE OPERATOR ===> (LEFTARG = int, RIGHTARG = int, FUNCTION = sneak)`);
      await expect(ask(engine, 'SELECT 1 ===> 2')).rejects.toMatchObject({ code: 'forbidden' });
      expect((await ask(engine, 'SELECT count(*) FROM t')).rows).toEqual([[2]]);
    });

    it('cannot make its transaction one that writes, not even by a function', async () => {
      await admin.query(`CREATE OR REPLACE FUNCTION open_up(a int, b int) RETURNS int LANGUAGE plpgsql VOLATILE AS
        $$ BEGIN SET TRANSACTION READ WRITE; DELETE FROM t; RETURN 1; END $$; DROP OPERATOR IF EXISTS !==> (int, int);
        CREATE OPERATOR !==> (LEFTARG = int, RIGHTARG = int, FUNCTION = open_up)`);
      await expect(ask(engine, 'SELECT 1 !==> 2')).rejects.toBeInstanceOf(ToolError);
      expect((await ask(engine, 'SELECT count(*) FROM t')).rows).toEqual([[2]]);
    });

    it('leaves no setting, no lock and no message behind, whatever a statement got at', async () => {
      await admin.query(`CREATE OR REPLACE FUNCTION turn(a int, b int) RETURNS text LANGUAGE plpgsql VOLATILE AS
        $$ BEGIN PERFORM set_config('app.tenant', '2', false); PERFORM pg_advisory_lock(7); PERFORM pg_notify('heard', 'x');
        RETURN 'done'; END $$; DROP OPERATOR IF EXISTS ~~~> (int, int);
        CREATE OPERATOR ~~~> (LEFTARG = int, RIGHTARG = int, FUNCTION = turn)`);
      const heard: unknown[] = [];
      admin.on('notification', (message) => heard.push(message));
      await admin.query('LISTEN heard');
      expect((await ask(engine, 'SELECT 1 ~~~> 2')).rows).toEqual([['done']]);
      expect((await ask(engine, "SELECT current_setting('app.tenant', true)")).rows).toEqual([['']]);
      const locks = await admin.query(
        "SELECT count(*)::int AS held FROM pg_locks WHERE locktype = 'advisory'",
      );
      expect(locks.rows).toEqual([{ held: 0 }]);
      expect(heard).toEqual([]);
    });
  });

  it.each([
    'SELECT 1',
    '-- a comment\n/* /* nested */ */ SELECT 1;',
    '-- a comment\rSELECT 1',
    'VALUES (1), (2)',
    'TABLE t',
    '(SELECT 1) UNION (SELECT 2)',
    'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 9) SELECT sum(x) FROM c',
    'SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a), count(*) FILTER (WHERE a > 1) FROM t',
    'SELECT a, row_number() OVER w FROM t WINDOW w AS (ORDER BY a)',
    `SELECT '{"a": [1]}'::jsonb -> 'a' ->> 0, jsonb_path_query('[1]', '$[*]'), json_agg(t) FROM t`,
    'SELECT random() < 1, gen_random_uuid() IS NOT NULL, now() <= clock_timestamp()',
    "SELECT pg_size_pretty(pg_total_relation_size('t')), obj_description('t'::regclass)",
    'SELECT twice(a), t.b, (t).a FROM t',
    `SELECT 'DELETE FROM t; COMMIT' AS "DROP TABLE t"`,
    'SELECT * FROM t, LATERAL (SELECT t.a + 1) AS n(x), generate_series(1, 2) AS g',
    "SELECT 'a\\b', E'a\\nb', $$c$$, U&'\\0041'",
    "SELECT relid, pg_last_xact_replay_timestamp(), pg_blocking_pids(1) FROM pg_partition_tree('t')",
  ])('answers the legal %s', async (sql) => {
    const engine = await openPostgres(server.url('reader'));
    await expect(ask(engine, sql)).resolves.toHaveProperty('rows');
    await expect(engine.explain({ sql }, { caps: DEFAULT_CAPS })).resolves.toHaveProperty('lines');
    await engine.close();
  });

  it.each([
    ['root', 'is a superuser'],
    ['owner', 'owns tables'],
    ['files', 'belongs to pg_read_server_files'],
    ['hidden', 'is a superuser'],
  ])('does not start as %s, which may do more than read, and says what to do', async (role, why) => {
    await expect(openPostgres(server.url(role))).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining(why),
      hint: expect.stringContaining('CREATE ROLE reader'),
    });
  });

  it('works in a transaction that nothing makes one that writes, be it the first statement', async () => {
    const pool = new pg.Pool({ connectionString: server.url(), max: 1 });
    const first = (sql: string) =>
      inReadOnly(pool, { caps: { ...DEFAULT_CAPS, timeoutMs: 5_000 } }, (client) => client.query(sql));
    await expect(first('SET TRANSACTION READ WRITE')).rejects.toMatchObject({
      message: expect.stringContaining('before any query'),
    });
    await expect(first('DELETE FROM t')).rejects.toMatchObject({ code: 'forbidden' });
    await pool.end();
  });

  it('refuses what is too long before anybody reads it', async () => {
    const engine = await openPostgres(server.url('reader'));
    await expect(ask(engine, `SELECT 1 --${' '.repeat(100_000)}`)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('longer than'),
    });
    await engine.close();
  });

  it('reads strings as its own grammar does, also where the server would not', async () => {
    await admin.query('ALTER ROLE reader SET standard_conforming_strings = off');
    const engine = await openPostgres(server.url('reader'));
    const sql = "SELECT '\\' AS a, pg_typeof(1) AS b";
    expect((await ask(engine, sql)).rows).toEqual([['\\', 'integer']]);
    await engine.close();
    await admin.query('ALTER ROLE reader RESET standard_conforming_strings');
  });
});

function ask(engine: Engine, sql: string) {
  return engine.run({ sql }, { caps: { ...DEFAULT_CAPS, timeoutMs: 5_000 } });
}
