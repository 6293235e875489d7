import { expect, it } from 'vitest';
import { openShop } from './wire.ts';

const TEXTS = `CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT);
  WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2000)
  INSERT INTO t SELECT x, replace(printf('%.*c', 60, 'x'), 'x', 'é') FROM n;`;

/** Thirty columns with long names and long values: far more than one answer takes. */
const WIDE = `CREATE TABLE w(${Array.from({ length: 30 }, (_, at) => `${'long_name_'.repeat(9)}${at}`).join(', ')});
  WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 6)
  INSERT INTO w SELECT ${Array(30).fill(`printf('%.*c', 99, 'x')`).join(', ')} FROM n;`;

it.each([5_000, 15_000, 100_000])('ends an answer at %i bytes where the operator says so', async (bytes) => {
  const { call } = await openShop(TEXTS, ['--max-bytes', String(bytes)]);
  const { structuredContent } = await call('query', { sql: 'SELECT * FROM t ORDER BY a' });
  const { columns, rows, truncated } = structuredContent ?? {};
  expect(truncated).toBe('bytes');
  const size = Buffer.byteLength(JSON.stringify({ columns, rows }));
  expect(size).toBeLessThanOrEqual(bytes);
  expect(size).toBeGreaterThan(bytes - 200);
});

it('says in its instructions at what size answers end', async () => {
  const { client } = await openShop('', ['--max-bytes', '40000']);
  expect((await client.listed()).instructions).toContain('cut at about 40 KB');
});

it('cuts every text where the operator says, also in profiles and samples', async () => {
  const { client, data } = await openShop(TEXTS, ['--max-cell', '7']);
  const cut = { $characters: 60, text: 'ééééééé' };
  expect((await data('query', { sql: 'SELECT b FROM t WHERE a = 1' })).rows).toEqual([[cut]]);
  const profile = await data('profile_table', { table: 't', columns: ['b'] });
  expect(profile).toMatchObject({ columns: [{ min: cut, max: cut }], sample: Array(5).fill([cut]) });
  const { contents } = await client.sdk.readResource({ uri: 'sql://shop/main/t/sample' });
  const { rows } = JSON.parse(String((contents[0] as { text?: string }).text));
  expect(rows[0]).toEqual([1, cut]);
});

it.each([5_000, 15_000])('ends a profile at %i bytes, and says how many columns are left', async (bytes) => {
  const { call } = await openShop(WIDE, ['--max-bytes', String(bytes)]);
  const { columns, sample, columnsLeft } = (await call('profile_table', { table: 'w' }))
    .structuredContent as {
    columns: unknown[];
    sample: unknown[][];
    columnsLeft: number;
  };
  expect(Buffer.byteLength(JSON.stringify({ columns, sample }))).toBeLessThanOrEqual(bytes);
  expect(columns.length).toBeGreaterThan(3);
  expect(sample).toEqual(Array(5).fill(Array(columns.length).fill('x'.repeat(99))));
  expect(columnsLeft).toBe(30 - columns.length);
});

it('ends a list of tables there too, and gives the cursor to the rest', async () => {
  const many = Array.from({ length: 400 }, (_, at) => `CREATE TABLE some_table_${at}(a INT, b TEXT);`).join(
    '',
  );
  const { client } = await openShop(many, ['--max-bytes', '5000']);
  const { content } = await client.call('search_catalog', {});
  expect(Buffer.byteLength(content[0]?.text ?? '')).toBeLessThanOrEqual(5_000);
  expect(content[1]?.text).toMatch(/^\d+ lines left; cursor: /);
});

it.each([
  ['--max-bytes', '4999'],
  ['--max-bytes', '2500001'],
  ['--max-cell', '0'],
])('refuses %s %s', async (option, value) => {
  await expect(openShop('', [option, value])).rejects.toThrow(option);
});

/** Bytes as data, and twice as many as text: the largest answer that an operator can allow can be sent. */
it('sends the largest answer there is', async () => {
  const { call } = await openShop(
    `CREATE TABLE q(a TEXT); WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 600)
    INSERT INTO q SELECT printf('%.*c', 5000, '"') FROM n`,
    ['--max-bytes', '2500000', '--max-cell', '5000'],
  );
  const { structuredContent, isError } = await call('query', { sql: 'SELECT a FROM q' });
  expect(isError ?? false).toBe(false);
  expect(structuredContent).toMatchObject({ truncated: 'bytes', rowCount: 249 });
});
