import { renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { connectHttp, connectInProcess, startHttp, tenantKeys } from '@ashlar/kit/testing';
import { TestPostgres } from '@ashlar/kit/testing/servers';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import { OPEN } from '../src/policy/policy.ts';
import { server } from '../src/server.ts';
import { parseSources } from '../src/source/parse-sources.ts';
import { Sources } from '../src/source/sources.ts';
import { onPostgres } from './postgres-programs.ts';
import { testFile, testFolder } from './sqlite-file.ts';

const PROGRAM = join(import.meta.dirname, '..', 'dist', 'main.js');

/** A folder with a database for each tenant, all of which have other rows. */
function folderOf(...tenants: string[]): string {
  const folder = testFolder();
  for (const tenant of tenants) {
    renameSync(
      testFile(`CREATE TABLE own(name); INSERT INTO own VALUES ('${tenant}'), ('more')`),
      join(folder, `${tenant}.db`),
    );
  }
  return folder;
}

/** The sources of a configuration, as the server opens them. */
function sourcesOf(...given: string[]): Sources {
  const sources = new Sources(parseSources(given, { anyRole: false, policy: OPEN }), DEFAULT_CAPS);
  onTestFinished(() => sources.close());
  return sources;
}

/** The server over HTTP, with a client for each tenant. */
async function served(args: readonly string[], tenants: readonly string[]) {
  const keys = await tenantKeys(server.name, tenants);
  const program = await startHttp({
    command: process.execPath,
    args: [PROGRAM, ...args, '--api-keys', keys.path],
  });
  onTestFinished(async () => {
    await program.stop();
    await keys.dispose();
  });
  return Promise.all(
    keys.made.map(async ({ key }) => {
      const client = await connectHttp('v2', program.url, { headers: { authorization: `Bearer ${key}` } });
      onTestFinished(() => client.close());
      return client;
    }),
  );
}

describe('a database for each tenant', () => {
  it('is asked by its tenant alone, and so are its catalog, samples, completions and cursors', async () => {
    const folder = folderOf('acme', 'globex');
    const [acme, globex] = await served([`own=${folder}/{tenant}.db`], ['acme', 'globex']);
    const sql = 'SELECT name FROM own ORDER BY rowid';
    const first = await acme?.call('query', { sql, maxRows: 1 });
    expect(first?.structuredContent).toMatchObject({ rows: [['acme']] });
    const other = await globex?.call('query', { sql, maxRows: 1 });
    expect(other?.structuredContent).toMatchObject({ rows: [['globex']] });
    const cursor = (first?.structuredContent as { nextCursor?: string } | undefined)?.nextCursor;
    expect(await globex?.text('query', { sql, maxRows: 1, cursor })).toContain('not yours');
    const uri = 'sql://own/main/own/sample';
    // Beside the contents an answer says which server gave it, by a name that anything may stand in.
    expect(JSON.stringify((await globex?.sdk.readResource({ uri }))?.contents)).not.toContain('acme');
    expect(JSON.stringify((await acme?.sdk.readResource({ uri }))?.contents)).toContain('acme');
  });

  it('is nobody’s who has no tenant, and not that of a tenant whose name could be something else', async () => {
    const folder = folderOf('acme');
    const sources = sourcesOf(`${folder}/{tenant}.db`);
    const strange = [
      '',
      '.',
      '..',
      '../x',
      'a/b',
      'a\\b',
      'Acme',
      'acme.',
      'a..b',
      'a%2e',
      'a@b',
      'ä',
      'a b',
      'a\n',
      '{tenant}',
      'a'.repeat(64),
    ];
    for (const tenant of [undefined, ...strange]) {
      expect(() => sources.get(undefined, tenant === undefined ? {} : { tenant }), String(tenant)).toThrow(
        'you have none',
      );
    }
    expect(sources.get(undefined, { tenant: 'acme.eu-1_b' }).name).toBe('database');
    const local = await connectInProcess(server, { client: 'v2', args: [`${folder}/{tenant}.db`] });
    onTestFinished(() => local.close());
    const said = await local.text('query', { sql: 'SELECT 1' });
    expect(said).toContain('forbidden');
    expect(said).not.toContain(dirname(folder));
  });

  it('that is not there says so without its path', async () => {
    const [client] = await served([`own=${folderOf()}/{tenant}.db`], ['acme']);
    const said = (await client?.text('query', { sql: 'SELECT 1' })) ?? '';
    expect(said).toContain('unavailable');
    expect(said).not.toMatch(/acme|\.db|tmp/);
  });

  it('cannot be on a machine of the tenant’s choice', () => {
    for (const url of [
      'postgres://reader@{tenant}/shop',
      'mysql://r@db.{tenant}.example/x',
      'postgres://r@h:{tenant}/x',
      'postgres://r@h/x?host={tenant}',
      'mysql://r@h/x#{tenant}',
    ]) {
      expect(() => sourcesOf(`own=${url}`), url).toThrow('cannot be a host');
    }
    for (const url of [
      'postgres://{tenant}:{tenant}@h/x',
      'postgres://r@h/{tenant}',
      'mysql://r@h/x?a=b&tenant=%7Btenant}',
    ]) {
      expect(() => sourcesOf(`own=${url}`), url).not.toThrow();
    }
  });

  it('makes room for others when it has rested, and none while it is used', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const tenants = Array.from({ length: 17 }, (_, at) => `t${at}`);
    const sources = sourcesOf(`${folderOf(...tenants)}/{tenant}.db`);
    const of = (tenant: string) => sources.get(undefined, { tenant });
    const [first = '', ...others] = tenants;
    const source = of(first);
    for (const tenant of others.slice(0, 15)) of(tenant);
    expect(() => of('t16')).toThrow('Too many tenants');
    await source.use(async () => {
      vi.advanceTimersByTime(6_000);
      expect(of('t16')).not.toBe(source);
      expect(of(first)).toBe(source);
    });
    vi.advanceTimersByTime(6_000);
    const held = of(first);
    for (let at = 20; at < 35; at++) of(`t${at}`);
    expect(() => of('t35')).toThrow('Too many tenants');
    expect(of(first)).toBe(held);
    vi.advanceTimersByTime(400_000);
    expect(of(first)).not.toBe(source);
  });
});

onPostgres('a login for each tenant, PostgreSQL of $name', (programs) => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await TestPostgres.start(programs);
    const admin = new pg.Client(postgres.url());
    await admin.connect();
    await admin.query(`CREATE TABLE own(tenant text, word text);
      INSERT INTO own VALUES ('acme', 'alpha'), ('globex', 'gamma');
      ALTER TABLE own ENABLE ROW LEVEL SECURITY;
      CREATE POLICY mine ON own USING (tenant = current_user);
      CREATE ROLE acme LOGIN; CREATE ROLE globex LOGIN; GRANT SELECT ON own TO acme, globex;`);
    await admin.end();
  }, 60_000);
  afterAll(() => postgres?.stop());

  it('sees what the database lets it see', async () => {
    const [acme, globex] = await served([`shop=${postgres.url('{tenant}')}`], ['acme', 'globex']);
    const sql = 'SELECT word FROM own';
    expect((await acme?.call('query', { sql }))?.structuredContent).toMatchObject({ rows: [['alpha']] });
    expect((await globex?.call('query', { sql }))?.structuredContent).toMatchObject({ rows: [['gamma']] });
  });
});
