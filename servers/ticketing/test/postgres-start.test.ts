import pg from 'pg';
import { expect, it } from 'vitest';
import { MIGRATIONS } from '../src/postgres/schema.ts';
import { anew, somebody } from './own-desk.ts';
import { openPostgres, postgresHost } from './postgres-desk.ts';
import { onPostgres } from './postgres-programs.ts';
import { startWorker } from './start-worker.ts';

const ann = somebody('ann');
const ONE = { title: 'One', body: '' };

onPostgres('the tables in PostgreSQL of $name', (programs) => {
  const host = postgresHost(programs);

  it('are made once by four processes that start at the same time', async () => {
    const schema = host.newSchema();
    const said = await Promise.all(
      [1, 1, 1, 1].map(() => startWorker('postgres-worker.ts', 'create', host.url(), schema, '1').ended),
    );
    expect(said.flat().sort()).toEqual(['OPS-1 false', 'OPS-1 true', 'OPS-1 true', 'OPS-1 true']);
    expect(await host.admin(`SELECT number FROM ${schema}.version`)).toEqual([{ number: MIGRATIONS.length }]);
  });

  it('are made once by many who open them at the same time', async () => {
    const schema = host.newSchema();
    const opened = await Promise.all([1, 2, 3, 4, 5, 6].map(() => openPostgres(host, { schema })));
    const made = await Promise.all(opened.map(({ tracker }) => tracker.create(ann, ONE, anew())));
    expect(new Set(made.map(({ id }) => id)).size).toBe(6);
  });

  it('of a later version, or of another program, are left alone', async () => {
    const { schema, tracker } = await openPostgres(host);
    await tracker.create(ann, ONE, anew());
    await host.admin(`UPDATE ${schema}.version SET number = 99`);
    await expect(openPostgres(host, { schema })).rejects.toMatchObject({
      code: 'unavailable',
      retryable: false,
      message: 'The tables of the tickets were made by a later version of this server.',
    });
    const foreign = host.newSchema();
    await host.admin(
      `CREATE SCHEMA ${foreign} AUTHORIZATION tickets`,
      `CREATE TABLE ${foreign}.ticket(x int)`,
    );
    await expect(openPostgres(host, { schema: foreign })).rejects.toThrow('tables of another program');
    const tables = await host.admin(
      `SELECT relname FROM pg_class WHERE relnamespace = '${foreign}'::regnamespace`,
    );
    expect(tables).toEqual([{ relname: 'ticket' }]);
  });

  it('can be used by a role that may make none, once they are there', async () => {
    const { schema } = await openPostgres(host);
    const role = `plain_${schema}`;
    await host.admin(
      `CREATE ROLE ${role} LOGIN`,
      `GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}`,
      `GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role}`,
    );
    const { tracker } = await openPostgres(host, { schema, url: host.url(role) });
    const { id, rev } = await tracker.create(ann, { ...ONE, labels: ['x'] }, anew());
    await tracker.update(ann, id, { title: 'Two', removeLabels: ['x'] }, { rev });
    expect((await tracker.search(ann, { text: 'two' }, { limit: 9 })).items).toHaveLength(1);
    await expect(openPostgres(host, { url: host.url(role) })).rejects.toMatchObject({
      code: 'unavailable',
      message: 'The role may not use the tables of the tickets.',
    });
  });

  it('are found in no other schema, whatever is called like them', async () => {
    const { tracker, schema } = await openPostgres(host);
    await host.admin(
      `ALTER ROLE tickets SET search_path = ${schema}_other, public`,
      `CREATE SCHEMA ${schema}_other AUTHORIZATION tickets`,
      `CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$`,
    );
    await tracker.create(ann, { ...ONE, labels: ['Big'] }, anew());
    await tracker.create(ann, { ...ONE, labels: ['BIG'] }, anew());
    expect(await tracker.labels(ann, undefined)).toEqual(['Big']);
    await host.admin('DROP FUNCTION public.lower(text)', 'ALTER ROLE tickets RESET search_path');
  });

  it('have names that need quotes as well as any', async () => {
    const schema = 'my "own" schema; --';
    const { tracker } = await openPostgres(host, { schema });
    expect((await tracker.create(ann, ONE, anew())).id).toBe('OPS-1');
    const client = new pg.Client(host.url());
    await client.connect();
    const { rows } = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
    await client.end();
    expect(rows).toHaveLength(1);
  });
});
