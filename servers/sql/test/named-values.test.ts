import fc from 'fast-check';
import { loadModule, scanSync } from 'libpg-query';
import { beforeAll, expect, it } from 'vitest';
import { namedPlaces as mysqlPlaces } from '../src/mysql/named.ts';
import { namedPlaces as postgresPlaces } from '../src/postgres/named.ts';
import { byPosition } from '../src/statement/named-values.ts';

beforeAll(() => loadModule());

const postgres = (sql: string) => postgresPlaces(sql, scanSync(sql).tokens);
const namesIn = (sql: string, places: { start: number; end: number; name: string }[]) =>
  places.map(({ start, end, name }) => {
    expect(sql.slice(start, end)).toBe(`:${name}`);
    return name;
  });

/** Pieces in which a colon is no placeholder, for both and for each. */
const BOTH = ["'it :a'", "'x'':b'", '/* :c */', '-- :d\n', ' é , ', ' 1 '];
const POSTGRES = ['x[1:n]', 'x[:n]', '"q:r"', '$t$ :e $t$', 'a::int', "e'\\':f'", '/* /* :g */ :h */'];
const MYSQL = ['`q:r`', '"q:r"', "'\\':f'", '# :i\n', '@v := 1'];

it('finds each :name of a statement, and none that the engine would not see as one', () => {
  const name = fc.constantFrom('a', 'id', 'select', '_x1');
  const check = (pieces: string[], find: (sql: string) => { start: number; end: number; name: string }[]) =>
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            name.map((one) => `:${one}`),
            fc.constantFrom(...pieces),
          ),
        ),
        (parts) => {
          const sql = `SELECT ${parts.join(' ')}`;
          const given = parts.filter((part) => /^:\w+$/.test(part)).map((part) => part.slice(1));
          expect(namesIn(sql, find(sql))).toEqual(given);
        },
      ),
    );
  check([...BOTH, ...POSTGRES], postgres);
  check([...BOTH, ...MYSQL], mysqlPlaces);
});

it.each([
  ['ARRAY[:a, :b]', ['a', 'b']],
  ['array /* of */ [[:a], [1, :b]]', ['a', 'b']],
  ['ARRAY[x[:n], :a]', ['a']],
  ['x[ARRAY[:a][1]:n]', ['a']],
  ['x[(:a):(:b)]', ['a', 'b']],
  ['x[f(:a)], :b', ['a', 'b']],
  ['x[1][:n]', []],
  ['"array"[:n]', []],
])('tells the values of a list from the bounds of a slice of PostgreSQL: %s', (expression, names) => {
  const sql = `SELECT ${expression}`;
  expect(namesIn(sql, postgres(sql))).toEqual(names);
});

it('takes every name and every value, or says which is without the other', () => {
  const sql = 'SELECT :a, :b, :a';
  const places = mysqlPlaces(sql);
  const question = { write: () => '?', again: false };
  expect(byPosition(sql, places, { a: 1, b: 2 }, question)).toEqual({
    sql: 'SELECT ?, ?, ?',
    params: [1, 2, 1],
  });
  const dollar = { write: (at: number) => `$${at}`, again: true };
  expect(byPosition(sql, places, { a: 1, b: 2 }, dollar)).toEqual({
    sql: 'SELECT $1, $2, $1',
    params: [1, 2],
  });
  expect(() => byPosition(sql, places, { a: 1 }, dollar)).toThrow('there is no value for :b');
  expect(() => byPosition(sql, places, { a: 1, b: 2, c: 3 }, dollar)).toThrow('no :name in sql asks for');
  expect(() => byPosition('SELECT :toString', mysqlPlaces('SELECT :toString'), {}, dollar)).toThrow(
    ':toString',
  );
});
