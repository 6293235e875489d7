import { existsSync, readdirSync } from 'node:fs';
import type mysql from 'mysql2/promise';
import { expect, vi } from 'vitest';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import type { Engine } from '../src/engine/engine.ts';
import type { TestMariaDb } from './mariadb-server.ts';

const TERMS = { caps: { ...DEFAULT_CAPS, rows: 2_000, bytes: 1_000_000, timeoutMs: 5_000 } };
/** They change with the clock, or count. */
const PASSING = "'TIMESTAMP', 'PSEUDO_THREAD_ID', 'RAND_SEED1', 'RAND_SEED2', 'LAST_GTID', 'ERROR_COUNT'";
const SETTINGS = (which: 'global' | 'session') => `SELECT variable_name, variable_value
  FROM information_schema.${which}_variables WHERE variable_name NOT IN (${PASSING}) ORDER BY 1`;
const WORKING = `SELECT user, info FROM information_schema.processlist
  WHERE user <> 'system user' AND id <> connection_id() AND command <> 'Sleep'`;
/** The server makes and removes these by itself. */
const ITS_OWN = /^(?:ib|aria|undo|#|multi-master|socket|pid|ddl_)/;

/** All that a statement which got through would have changed: on the disk, in the server, in a session. */
export async function mysqlState(server: TestMariaDb, admin: mysql.Connection, engine: Engine) {
  const rows = async (sql: string) => (await admin.query(sql))[0] as Record<string, unknown>[];
  // Whoever asked has gone from the server a moment later.
  await vi.waitFor(async () => expect(await rows(WORKING)).toEqual([]), 5_000);
  const listed = readdirSync(server.folder, { recursive: true }).map(String);
  return {
    tables: await rows(
      'SELECT table_schema, table_name, create_time FROM information_schema.tables WHERE table_type <> "SYSTEM VIEW" ORDER BY 1, 2',
    ),
    contents: await rows(
      'CHECKSUM TABLE shop.t, shop.line, mysql.global_priv, mysql.proc, mysql.func, mysql.plugin',
    ),
    sequence: await rows('SELECT next_not_cached_value FROM shop.s'),
    routines: await rows(
      'SELECT routine_name, routine_definition FROM information_schema.routines WHERE routine_schema = "shop"',
    ),
    globals: await rows(SETTINGS('global')),
    session: (await engine.run({ sql: SETTINGS('session') }, TERMS)).rows,
    locks: (await engine.run({ sql: "SELECT IS_FREE_LOCK('a'), @a" }, TERMS)).rows,
    files: listed.filter((name) => !name.split('/').some((part) => ITS_OWN.test(part))).sort(),
    elsewhere: existsSync('/tmp/ashlar-never'),
  };
}
