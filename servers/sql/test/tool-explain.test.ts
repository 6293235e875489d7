import { expect, it } from 'vitest';
import { verdict } from '../src/plan/verdict.ts';
import { ENDLESS } from './sqlite-file.ts';
import { openShop } from './wire.ts';

it('says in one line what is read whole, what by an index, and what is sorted', async () => {
  const { data } = await openShop(
    'CREATE TABLE t(id INTEGER PRIMARY KEY, a); CREATE TABLE u(id INTEGER PRIMARY KEY, b)',
  );
  const { verdict, plan } = await data('explain', {
    sql: 'SELECT * FROM t JOIN u ON u.id = t.a WHERE b > :b ORDER BY a',
    params: { b: 1 },
  });
  expect(verdict).toBe('Reads all of t; finds rows of u by an index; sorts.');
  expect(plan.join('\n')).toContain('SCAN t');
  expect((await data('explain', { sql: 'SELECT 1' })).verdict).toBe('Reads no table.');
});

it('writes whole names as a statement has to, and counts no view, subquery or index made for the question as a table', async () => {
  const { data } = await openShop(`CREATE TABLE "Opening Hours"(d INTEGER PRIMARY KEY, "from");
    CREATE TABLE "19"" rack"("row", p); CREATE TABLE "order"(d, n);
    CREATE VIEW busy AS SELECT d, sum(n) AS n FROM "order" GROUP BY d;
    CREATE VIRTUAL TABLE words USING fts5(text);`);
  const judged = async (sql: string) => (await data('explain', { sql })).verdict;
  expect(await judged('SELECT * FROM "Opening Hours"')).toBe('Reads all of "Opening Hours".');
  expect(await judged('SELECT count(*) FROM "19"" rack" LEFT JOIN "Opening Hours" h ON h.d = p')).toBe(
    'Reads all of "19"" rack"; finds rows of h by an index.',
  );
  expect(await judged('SELECT max(d) FROM "Opening Hours"')).toBe(
    'Finds rows of "Opening Hours" by an index.',
  );
  expect(await judged('SELECT * FROM busy')).toBe('Reads all of "order"; sorts.');
  expect(await judged('SELECT * FROM "order" a JOIN "19"" rack" b ON b.p = a.n')).toBe('Reads all of a, b.');
  expect(await judged('SELECT * FROM words')).toBe('Reads all of words.');
  expect(await judged(`SELECT * FROM words WHERE words MATCH 'x'`)).toBe('Finds rows of words by an index.');
  expect(await judged(`${ENDLESS} SELECT max(x) FROM c`)).toBe('Reads no table.');
});

it('never executes, and refuses what query refuses', async () => {
  const { data, refuses } = await openShop('CREATE TABLE customer(email)');
  await data('explain', { sql: `${ENDLESS} SELECT max(x) FROM c` });
  expect(await refuses('explain', { sql: 'DELETE FROM customer' })).toContain('forbidden');
  expect(await refuses('explain', { sql: 'SELECT emial FROM customer' })).toContain('Did you mean email');
});

it.each([
  [
    'postgresql',
    ['Sort  (cost=1..2 rows=12 width=4)', '  ->  Seq Scan on orders  (cost=0..1 rows=9 width=4)'],
    'Reads all of orders; sorts; expects 12 rows.',
  ],
  [
    'postgresql',
    ['Index Scan using t_pkey on t  (cost=0..1 rows=1 width=4)'],
    'Finds rows of t by an index; expects 1 row.',
  ],
  [
    'postgresql',
    [
      'Nested Loop  (cost=0..1 rows=2 width=4)',
      '  ->  Seq Scan on "Opening Hours" "a b"  (cost=0..1 rows=9 width=4)',
      '  ->  Index Only Scan using "order pk" on shop."19"" rack" r  (cost=0..1 rows=1 width=4)',
    ],
    'Reads all of "Opening Hours"; finds rows of shop."19"" rack" by an index; expects 2 rows.',
  ],
  [
    'mysql',
    [
      'id=1 table=<derived2> type=ALL rows=2',
      'id=2 table=Opening Hours type=ALL rows=9',
      'id=2 table=order type=ref rows=1',
    ],
    'Reads all of `Opening Hours`; finds rows of `order` by an index.',
  ],
  [
    'mariadb',
    ['id=1 table=t type=ALL rows=9 Extra=Using filesort', 'id=1 table=u type=eq_ref rows=1'],
    'Reads all of t; finds rows of u by an index; sorts.',
  ],
  [
    'duckdb',
    ['SEQ_SCAN | Table: memory.main.orders | Type: Sequential Scan'],
    'Reads all of memory.main.orders.',
  ],
] as const)('reads a plan of %s', (kind, lines, expected) => {
  expect(verdict(kind, lines)).toBe(expected);
});
