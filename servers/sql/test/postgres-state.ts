import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestPostgres } from '@ashlar/kit/testing/servers';
import pg from 'pg';
import { expect, vi } from 'vitest';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import type { Engine } from '../src/engine/engine.ts';

const TERMS = { caps: { ...DEFAULT_CAPS, bytes: 1_000_000, timeoutMs: 5_000 } };
/** Of a session that asks: what it was begun with, and what a question of it has for itself. */
const SESSION = `SELECT name, setting, reset_val FROM pg_settings WHERE name <> 'in_hot_standby' ORDER BY 1`;
const OWN = `SELECT current_setting('app.tenant', true), (SELECT count(*) FROM pg_prepared_statements), (SELECT count(*) FROM pg_cursors),
  pg_my_temp_schema(), current_user, session_user`;
const WORKING = `SELECT pid, query FROM pg_stat_activity WHERE application_name = 'ashlar-sql' AND state <> 'idle'`;
const SHARED = `SELECT (SELECT json_agg(json_build_array(relname, relkind, relpersistence, relnatts) ORDER BY oid) FROM pg_class WHERE oid >= 16384) AS tables,
  (SELECT md5(string_agg(p::text, ',' ORDER BY oid)) FROM pg_proc p WHERE oid >= 16384) AS functions,
  (SELECT md5(string_agg(r::text, ',' ORDER BY oid)) FROM pg_authid r) AS roles,
  (SELECT count(*) FROM pg_db_role_setting) AS role_settings, (SELECT count(*) FROM pg_extension) AS extensions,
  (SELECT md5(string_agg(t::text, ',' ORDER BY a)) FROM t) AS contents, (SELECT json_build_array(last_value, is_called) FROM s) AS sequence,
  (SELECT count(*) FROM pg_largeobject_metadata) AS large_objects, (SELECT count(*) FROM pg_replication_slots) AS slots,
  (SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE pid <> pg_backend_pid() AND backend_type = 'client backend') AS locks,
  (SELECT count(*) FROM pg_prepared_xacts) AS prepared, (SELECT max(stats_reset) FROM pg_stat_database) AS statistics,
  pg_postmaster_start_time() AS started, pg_conf_load_time() AS loaded, pg_notification_queue_usage() AS messages`;
/** The server writes these by itself. */
const ITS_OWN =
  /^(?:pg_wal|pg_stat|pg_xact|pg_logical|pg_subtrans|pgsql_tmp|\d+|\d+_(?:fsm|vm|init)|.*\.tmp)$/;

/** All that a statement which got through would have changed: on the disk, in the server, in a session, old or new. */
export async function postgresState(server: TestPostgres, admin: pg.Client, engine: Engine) {
  await vi.waitFor(async () => expect((await admin.query(WORKING)).rows).toEqual([]), 5_000);
  const { rows: shared } = await admin.query(SHARED);
  const listed = readdirSync(join(server.folder, 'data'), { recursive: true }).map(String);
  return {
    shared,
    pooled: (await engine.run({ sql: SESSION }, TERMS)).rows,
    fresh: await freshSettings(server),
    files: listed.filter((name) => !name.split('/').some((part) => ITS_OWN.test(part))).sort(),
    folder: readdirSync(server.folder),
    own: (await engine.run({ sql: OWN }, TERMS)).rows,
  };
}

async function freshSettings(server: TestPostgres) {
  const client = new pg.Client(server.url('reader'));
  await client.connect();
  const { rows } = await client.query('SHOW ALL');
  await client.end();
  return rows.filter(({ name }) => name !== 'in_hot_standby');
}
