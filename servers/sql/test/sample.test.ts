import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, it } from 'vitest';
import { quoteName } from '../src/statement/identifier.ts';
import { SAMPLE, sampleBytes } from './sample-file.ts';
import { openWire } from './wire.ts';

const SHOP = join(SAMPLE, 'shop.db');

/** All that a database holds: what it was made by, and the rows of every table, shadows too. */
function contentOf(bytes: Buffer): unknown[] {
  const database = new Database(bytes).defaultSafeIntegers();
  const made = database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all() as {
    type: string;
    name: string;
  }[];
  const rows = made
    .filter(({ type }) => type === 'table')
    .map(({ name }) => [
      name,
      database
        .prepare(`SELECT * FROM ${quoteName(name)}`)
        .raw()
        .all(),
    ]);
  database.close();
  return [made, rows];
}

it('is what its script makes: npm run sample makes it anew', () => {
  expect(contentOf(readFileSync(SHOP))).toEqual(contentOf(sampleBytes()));
  expect(statSync(SHOP).size).toBeLessThan(100_000);
});

it('has eleven tables, a view and a searched text, for 400 tokens at most', async () => {
  const { text } = await openWire([SHOP]);
  const catalog = await text('search_catalog', {});
  const lines = catalog.split('\n');
  expect(lines.filter((line) => !/^(?:view|fts5) /.test(line))).toHaveLength(11);
  expect(lines.filter((line) => /^(?:view|fts5) /.test(line))).toEqual([
    'view best_seller(id int, name text, sold, turnover)',
    'fts5 product_text(name, description)',
  ]);
  expect(encode(catalog).length).toBeLessThanOrEqual(400);
});

it('is shown in the README as a model sees it', async () => {
  const { text, refuses } = await openWire([SHOP]);
  const readme = readFileSync(join(SAMPLE, '..', 'README.md'), 'utf8');
  const shown = [...readme.matchAll(/^```text\n([\s\S]*?)\n```$/gm)].map(([, block]) => block);
  const catalog = await text('search_catalog', {});
  expect(shown).toEqual([catalog, await refuses('query', { sql: 'SELECT emial FROM customer' })]);
  expect(readme).toContain(`in ${encode(catalog).length} tokens`);
});

it('is as awkward as it says, and every name of it can be asked for as the catalog writes it', async () => {
  const { data, text } = await openWire([SHOP]);
  const lines = (await text('search_catalog', {})).split('\n');
  const written = lines.map((line) => /^(?:view |fts5 )?("(?:[^"]|"")+"|\w+)\(/.exec(line)?.[1] ?? line);
  expect(written).toEqual(
    expect.arrayContaining(['"19"" rack"', '"Opening Hours"', '"entrepôt"', '"order"', '"returned goods"']),
  );
  for (const name of written) {
    const { rows } = await data('query', { sql: `SELECT count(*) FROM ${name}` });
    expect(rows[0][0], name).toBeGreaterThan(0);
    expect((await data('profile_table', { table: name })).table).toBe(name);
  }
});

it('has values of every kind', async () => {
  const { data } = await openWire([SHOP]);
  const { rows } = await data('query', {
    sql: `SELECT (SELECT min(id) FROM event), (SELECT max(id) FROM event), gross, tags, photo, (SELECT group_concat(DISTINCT typeof(place)) FROM "19"" rack")
      FROM product WHERE id = 1`,
  });
  expect(rows).toEqual([
    [
      '9007199254745091',
      '9223372036854775807',
      1.27,
      '["organic","wheat"]',
      { $bytes: 61, base64: expect.any(String) },
      'text,integer,real,blob,null',
    ],
  ]);
});
