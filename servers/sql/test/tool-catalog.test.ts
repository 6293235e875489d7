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

it('finds names whatever blanks, accents, case and quotes make of them', async () => {
  const { text } = await openShop(
    'CREATE TABLE "Opening Hours"(d); CREATE TABLE "entrepôt"("e mail"); CREATE TABLE "order"(d)',
  );
  const found = (pattern: string) => text('search_catalog', { pattern, detail: 'names' });
  for (const pattern of ['opening_hours', 'OpeningHours', '"Opening Hours"', 'hours']) {
    expect(await found(pattern)).toBe('"Opening Hours" ~0');
  }
  for (const pattern of ['entrepot', 'ENTREPÔT', 'email']) expect(await found(pattern)).toBe('"entrepôt" ~0');
  expect(await found('"order"')).toBe('"order" ~0');
});

it('says which part of what was wanted finds nothing', async () => {
  const { refuses } = await openShop(SHOP);
  const said = (input: object) => refuses('search_catalog', input);
  expect(await said({ schema: 'public' })).toContain('schema: there is no "public". There is main.');
  expect(await said({ kind: 'virtual' })).toContain('kind: there is no virtual. Leave it out to see all.');
  expect(await said({ kind: 'view', pattern: 'line' })).toContain(
    'pattern: no view is like "line". Without kind and schema it finds line.',
  );
  expect(await said({ pattern: 'ordr' })).toContain('pattern: nothing is like "ordr". Did you mean "order"?');
  expect(await said({ pattern: 'zzzzzz' })).toContain('Leave it out to see all.');
});

it('says to which columns a key refers where they are no primary key, and tells keys of several in full detail too', async () => {
  const { text } = await openShop(`CREATE TABLE a(x INT, y INT, code TEXT UNIQUE, PRIMARY KEY (x, y));
    CREATE TABLE b(c TEXT REFERENCES a(code), p INT, q INT, FOREIGN KEY (p, q) REFERENCES A(X, y), FOREIGN KEY (q, p) REFERENCES a(y, x));`);
  expect(await text('search_catalog', { pattern: 'b' })).toBe(
    'b(c text>a(code), p int, q int) (q, p)>a(y, x) (p, q)>A ~0',
  );
  expect(await text('search_catalog', { pattern: 'b', detail: 'full' })).toBe(
    ['b ~0', '  c text>a(code)', '  p int', '  q int', '  (q, p)>a(y, x)', '  (p, q)>A'].join('\n'),
  );
});

it('names what makes a virtual table, and writes types close', async () => {
  const { text } = await openShop(
    `CREATE TABLE t(a DECIMAL(9, 2), b VARCHAR(3));
      CREATE VIRTUAL TABLE "x "" USING y" USING FTS5(a); CREATE VIRTUAL TABLE box USING rtree(id, x0, x1);`,
  );
  expect(await text('search_catalog', { detail: 'names', kind: 'virtual' })).toBe(
    ['rtree box', 'fts5 "x "" USING y"'].join('\n'),
  );
  expect(await text('search_catalog', { kind: 'table' })).toBe('t(a decimal(9,2), b varchar(3)) ~0');
});

it('takes no key for a number of rows that the file could not hold', async () => {
  const { text } = await openShop(
    'CREATE TABLE t(id INTEGER PRIMARY KEY); CREATE TABLE u(id INTEGER PRIMARY KEY); INSERT INTO t VALUES (9007199254740993); INSERT INTO u VALUES (700)',
  );
  expect(await text('search_catalog', { detail: 'names' })).toBe('t\nu ~700');
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
