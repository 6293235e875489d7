import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testFile, testFolder } from './sqlite-file.ts';
import { openWire } from './wire.ts';

const one = () => testFile('CREATE TABLE t(a); INSERT INTO t VALUES (1)');
const two = () => testFile('CREATE TABLE t(a); INSERT INTO t VALUES (2)');
/** Tools that ask one source of several. */
const ASKING = ['query', 'explain', 'search_catalog', 'profile_table'];

it('asks the source that is named, and the first where none is', async () => {
  const { client, data, refuses } = await openWire([`shop=${one()}`, `stock=${two()}`]);
  expect((await data('query', { sql: 'SELECT a FROM t' })).rows).toEqual([[1]]);
  expect((await data('query', { sql: 'SELECT a FROM t', source: 'stock' })).rows).toEqual([[2]]);
  expect(await refuses('query', { sql: 'SELECT a FROM t', source: 'stok' })).toContain('source');
  const { tools } = await client.listed();
  const asking = tools.filter(({ name }) => ASKING.includes(name));
  expect(asking).toHaveLength(ASKING.length);
  for (const tool of asking) {
    const { source } = (tool.inputSchema as { properties: Record<string, { enum: string[] }> }).properties;
    expect(source?.enum).toEqual(['shop', 'stock']);
  }
});

it('has no such parameter where there is one source', async () => {
  const { client, refuses } = await openWire([one()]);
  expect(JSON.stringify((await client.listed()).tools)).not.toContain('"source"');
  expect(await refuses('query', { sql: 'SELECT 1', source: 'shop' })).toContain('source');
});

it('takes no cursor of one source for another', async () => {
  const { data, refuses } = await openWire([`shop=${one()}`, `stock=${two()}`]);
  const sql = 'VALUES (1), (2)';
  const { nextCursor: cursor } = await data('query', { sql, maxRows: 1 });
  expect(await refuses('query', { sql, cursor, source: 'stock' })).toContain('another question');
});

it('keeps nobody from one source because another is away, and tells nothing of where it is', async () => {
  const url = 'postgres://reader:hush-hush@127.0.0.1:1/shop';
  const { data, refuses, client } = await openWire([`here=${one()}`, `away=${url}`]);
  expect((await data('query', { sql: 'SELECT a FROM t' })).rows).toEqual([[1]]);
  const said = await refuses('query', { sql: 'SELECT 1', source: 'away' });
  expect(said).toContain('unavailable');
  for (const text of [said, JSON.stringify(await client.listed())])
    expect(text).not.toMatch(/hush|127\.0\.0\.1/);
});

it('names a source after its file, and refuses what is missing or named twice, without its path', async () => {
  const { client } = await openWire([one()]);
  expect(client.sdk.getInstructions()).toContain('database shop,');
  const folder = testFolder();
  const strange = await openWire(['shop=mongodb://me:hush@host/shop']).catch((error: Error) => error.message);
  expect(strange).toMatch(/shop is a database of a kind that is not known/);
  expect(strange).not.toContain('hush');
  for (const args of [[join(folder, 'none.db')], [`a=${one()}`, `a=${two()}`], [one(), two()]]) {
    const error = await openWire(args).then(
      () => undefined,
      (error: Error) => error,
    );
    expect(error?.message).toMatch(/none is no existing file|two are called/);
    expect(error?.message).not.toContain(folder);
  }
});
