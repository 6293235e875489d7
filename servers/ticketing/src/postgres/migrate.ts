import type { Client } from 'pg';
import { refused } from './failures.ts';
import { MIGRATIONS } from './schema.ts';

/** Transaction ids of 64 bits, which the feed of changes goes by, are there from this version on. */
const OLDEST = 13;

/**
 * Makes the schema what this version needs. Of several servers that start at once, one does it and the others wait.
 * Throws `ToolError` (`unavailable`) for another program's tables, a later version's, and a server that is too old; and
 * what PostgreSQL throws. `client` is a `pg.Client`, or one of a pool.
 */
export async function migrate(
  client: Pick<Client, 'query' | 'escapeIdentifier'>,
  schema: string,
): Promise<void> {
  await requireVersion(client);
  if ((await versionOf(client, schema)) === MIGRATIONS.length) return;
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`tickets of ${schema}`]);
    await makeCurrent(client, schema);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

type Asking = Parameters<typeof migrate>[0];

async function makeCurrent(client: Asking, schema: string): Promise<void> {
  const version = await versionOf(client, schema);
  if (version === MIGRATIONS.length) return;
  if (version > MIGRATIONS.length) {
    throw refused('The tables of the tickets were made by a later version of this server.');
  }
  const name = client.escapeIdentifier(schema);
  if (version === 0) await makeSchema(client, schema, name);
  await client.query(`SET LOCAL search_path = ${name}, pg_temp`);
  for (const step of MIGRATIONS.slice(version)) await client.query(step);
  await client.query('UPDATE version SET number = $1', [MIGRATIONS.length]);
}

/** The schema may be there already: the operator has made it for a role that may make none. */
async function makeSchema(client: Asking, schema: string, name: string): Promise<void> {
  const { rows } = await client.query(
    `SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid) AS used
     FROM pg_catalog.pg_namespace n WHERE n.nspname = $1`,
    [schema],
  );
  if (rows[0]?.used === true) throw refused('The schema for the tickets holds tables of another program.');
  if (rows.length === 0) await client.query(`CREATE SCHEMA ${name}`);
  await client.query(`CREATE TABLE ${name}.version(number integer NOT NULL)`);
  await client.query(`INSERT INTO ${name}.version VALUES (0)`);
}

/** 0 where nothing is there yet. */
async function versionOf(client: Asking, schema: string): Promise<number> {
  const { rows } = await client.query(
    `SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = 'number'
       WHERE n.nspname = $1 AND c.relname = 'version') AS there`,
    [schema],
  );
  if (rows[0]?.there !== true) return 0;
  const found = await client.query(`SELECT number FROM ${client.escapeIdentifier(schema)}.version`);
  return Number(found.rows[0]?.number ?? 0);
}

async function requireVersion(client: Asking): Promise<void> {
  const { rows } = await client.query(`SELECT current_setting('server_version_num')::int / 10000 AS major`);
  if (Number(rows[0]?.major) >= OLDEST) return;
  throw refused(`PostgreSQL ${rows[0]?.major} is too old: tickets need ${OLDEST} or later.`);
}
