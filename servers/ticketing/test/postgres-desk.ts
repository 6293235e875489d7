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
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) rows = (await client.query(statement)).rows;
    await client.end();
    return rows;
  };
  return {
    get port() {
      return server.port;
    },
    url: (role = ROLE) => server.url(role, 'desk'),
    /** As the superuser, in the database of the tickets; gives the rows of the last statement. */
    admin: (...statements: string[]) => admin(statements, 'desk'),
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
