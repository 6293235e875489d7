import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { testFolder } from './sqlite-file.ts';
import { openWire } from './wire.ts';

async function open() {
  const path = join(testFolder(), 'shop.duckdb');
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(`CREATE TABLE customer(id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, email VARCHAR, tags VARCHAR[]);
    CREATE TABLE "group"(id INTEGER);
    INSERT INTO customer SELECT range + 1, 'n' || (range + 1), 'x@example.org', ['a'] FROM range(60)`);
  connection.closeSync();
  instance.closeSync();
  return openWire([path]);
}

it('gives an answer page by page, with values by name', async () => {
  const { data } = await open();
  const question = { sql: 'SELECT id FROM customer WHERE id > $least ORDER BY id', params: { least: 10 } };
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await data('query', { ...question, maxRows: 20, cursor });
    seen.push(...page.rows.flat());
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(seen).toEqual(Array.from({ length: 50 }, (_, at) => at + 11));
});

it('judges plans, and says what may be meant', async () => {
  const { data, refuses } = await open();
  const { verdict } = await data('explain', { sql: 'SELECT * FROM customer ORDER BY name' });
  expect(verdict).toMatch(/^Reads all of .*customer; sorts\.$/);
  expect(await refuses('query', { sql: 'SELECT emial FROM customer' })).toContain(
    'Did you mean email (of customer)?',
  );
  expect(await refuses('query', { sql: 'SELECT * FROM custommer' })).toContain('Did you mean customer?');
  expect(await refuses('query', { sql: 'SELECT * FROM group' })).toContain('As a name, write "group".');
});

it('tells and profiles a table, masked, lists too', async () => {
  const { text, data } = await open();
  expect(await text('search_catalog', { pattern: 'customer' })).toBe(
    'customer(id int*, name varchar!, email varchar, tags varchar[]) ~60',
  );
  const profile = await data('profile_table', { table: 'customer' });
  expect(profile).toMatchObject({ rowsLookedAt: 60, complete: true });
  expect(profile.columns[0]).toMatchObject({ distinct: 60, min: 1, max: 60 });
  expect(profile.columns[3]).toEqual({ name: 'tags', type: 'varchar[]', nulls: 0 });
  expect(JSON.stringify(profile)).not.toContain('example.org');
});
