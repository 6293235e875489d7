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
