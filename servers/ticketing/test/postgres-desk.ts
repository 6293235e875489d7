import { type PostgresPrograms, TestPostgres } from '@ashlar/kit/testing/servers';
import pg from 'pg';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { PostgresTracker } from '../src/postgres/postgres-tracker.ts';
import { DEFAULT_WORKFLOW } from '../src/rules/default-workflow.ts';
import type { Desk, Opened } from './own-desk.ts';

/** A role as an operator makes one: it owns its database, and may do nothing else. */
const ROLE = 'tickets';

/** A PostgreSQL for the tests of a group, with a role that is no superuser. */
export function postgresHost(programs: PostgresPrograms) {
  let server: TestPostgres;
  let made = 0;
  beforeAll(async () => {
    server = await TestPostgres.start(programs);
    await admin(
      `CREATE ROLE ${ROLE} LOGIN NOSUPERUSER; CREATE DATABASE desk OWNER ${ROLE};`.split(/(?<=;) /),
    );
  }, 60_000);
  afterAll(() => server?.stop());
  const admin = async (statements: readonly string[], database = 'postgres') => {
    const client = new pg.Client(server.url('root', database));
    await client.connect();
    try {
      let rows: Record<string, unknown>[] = [];
      for (const statement of statements) rows = (await client.query(statement)).rows;
      return rows;
    } finally {
      await client.end();
    }
  };
  const counted = async (which: string) => {
    const sql = `SELECT count(*) AS n FROM pg_stat_activity WHERE usename = '${ROLE}' AND ${which}`;
    return Number((await admin([sql], 'desk'))[0]?.n);
  };
  return {
    get port() {
      return server.port;
    },
    url: (role = ROLE) => server.url(role, 'desk'),
    /** As the superuser, in the database of the tickets; gives the rows of the last statement. */
    admin: (...statements: string[]) => admin(statements, 'desk'),
    /** Holds rows, all or the one of that number, so that who wants to change one waits. */
    async holdRows(schema: string, row?: number, table = 'ticket') {
      const client = new pg.Client(server.url('root', 'desk'));
      client.on('error', () => undefined);
      await client.connect();
      // Of two who wait for each other, it is the other one that gives way.
      await client.query("SET deadlock_timeout = '1h'");
      await client.query('BEGIN');
      const lock = (row?: number) =>
        client.query(
          `SELECT FROM ${schema}.${table} ${row === undefined ? '' : `WHERE row = ${row}`} FOR UPDATE`,
        );
      await lock(row);
      return { lock, end: () => client.end() };
    },
    /** How many of the role wait for a lock. */
    waiting: () => counted("wait_event_type = 'Lock'"),
    /** How many of the role are in a transaction. */
    writing: () => counted("state <> 'idle'"),
    /** Ends all connections of the role, as an operator does. */
    cutAll: () =>
      admin([`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${ROLE}'`], 'desk'),
    /** Ends those connections of the role that have asked to be told of changes. */
    cutListeners: () =>
      admin(
        [
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE usename = '${ROLE}' AND (query LIKE 'LISTEN%' OR query LIKE '%pg_visible_in_snapshot%')`,
        ],
        'desk',
      ),
    /** A schema that nothing is in. */
    newSchema: () => `desk_${++made}`,
  };
}

export type Host = ReturnType<typeof postgresHost>;

interface PostgresDesk extends Desk {
  schema?: string;
  url?: string;
  connections?: number;
  timeoutMs?: number;
}

/** A tracker on tables of its own, or on those that are there; closed when the test has finished. */
export async function openPostgres(
  host: Host,
  { schema = host.newSchema(), url = host.url(), projects = ['OPS', 'WEB'], ...more }: PostgresDesk = {},
): Promise<Opened & { schema: string }> {
  const opening = { url, schema, projects, workflow: DEFAULT_WORKFLOW, ...more };
  const tracker = await PostgresTracker.open(opening);
  onTestFinished(() => tracker.close());
  return { schema, tracker, another: (desk: Desk = {}) => openPostgres(host, { schema, ...desk }) };
}
