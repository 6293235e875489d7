import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/cl100k_base';
import { expect, it } from 'vitest';
import { matches } from '../src/catalog/search.ts';
import { openShop } from './wire.ts';

const SHOP = `CREATE TABLE customer(id INTEGER PRIMARY KEY, "e mail" TEXT, name TEXT NOT NULL);
  CREATE TABLE "order"(id INTEGER PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customer, placed DATE);
  CREATE TABLE line(o INT REFERENCES "order", n INT, amount INT NOT NULL, PRIMARY KEY (o, n));
  CREATE VIEW big AS SELECT * FROM "order"; INSERT INTO customer VALUES (1, 'a', 'b'), (2, 'c', 'd');`;

it('tells a table in one line, with types, keys and rows', async () => {
  const { text } = await openShop(SHOP);
  expect(await text('search_catalog', {})).toBe(
    [
      'view big(id int, customer int, placed date)',
      'customer(id int*, "e mail" text, name text!) ~2',
      'line(o int*>"order", n int*, amount int!) ~0',
      '"order"(id int*, customer int!>customer, placed date) ~0',
    ].join('\n'),
  );
  expect(await text('search_catalog', { kind: 'view', detail: 'names' })).toBe('view big');
  expect(await text('search_catalog', { pattern: 'amount', detail: 'full' })).toBe(
    ['line ~0', '  o int*>"order"', '  n int*', '  amount int!'].join('\n'),
  );
});

it('puts names before columns, and says what may be meant', async () => {
  const { text, refuses } = await openShop(SHOP);
  const found = (await text('search_catalog', { pattern: 'customer', detail: 'names' })).split('\n');
  expect(found).toEqual(['customer ~2', 'view big', '"order" ~0']);
  expect(await refuses('search_catalog', { pattern: 'custmoer' })).toContain('Did you mean customer?');
  expect(await refuses('search_catalog', { pattern: 'palced' })).toContain('Did you mean placed?');
});

it('pages through 1,000 tables, every one once, about 30 tokens each', async () => {
  const tables = Array.from(
    { length: 1_000 },
    (_, at) =>
      `CREATE TABLE table_${at}(id INTEGER PRIMARY KEY, name TEXT NOT NULL, made DATE, total DECIMAL(9,2));`,
  ).join('');
  const { call } = await openShop(`BEGIN; ${tables} COMMIT;`);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { content, isError } = await call('search_catalog', { cursor });
    expect(isError ?? false).toBe(false);
    const text = content[0]?.text ?? '';
    expect(Buffer.byteLength(text)).toBeLessThan(16_384);
    seen.push(...text.split('\n'));
    cursor = /cursor: (\S+)/.exec(content[1]?.text ?? '')?.[1];
  } while (cursor !== undefined);
  expect(new Set(seen.map((line) => line.split('(')[0])).size).toBe(1_000);
  expect(seen).toHaveLength(1_000);
  expect(encode(seen.join('\n')).length / 1_000).toBeLessThan(35);
});

it('holds names with quotes, line breaks and bidi characters in one line, quoted', async () => {
  const { text } = await openShop('CREATE TABLE "a ""b""\n\u202ec"("x\ny" INT)');
  expect(await text('search_catalog', {})).toBe('"a ""b""⟦U+000A⟧⟦U+202E⟧c"("x⟦U+000A⟧y" int) ~0');
});

it('finds what a wild pattern describes, in time, whatever it is', () => {
  const piece = fc.constantFrom('a', 'b', '*', '?', '**', 'ab');
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 8 }),
      fc.array(fc.constantFrom('a', 'b'), { maxLength: 12 }),
      (p, n) => {
        const name = n.join('');
        const source = p.join('').replaceAll(/\*+/g, '.*').replaceAll('?', '.');
        expect(matches(p.join(''), name)).toBe(new RegExp(`^${source}$`).test(name));
      },
    ),
  );
  expect(matches(`${'*a'.repeat(2_000)}b`, 'a'.repeat(5_000))).toBe(false);
});
