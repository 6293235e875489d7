import { loadModule, parseSync } from 'libpg-query';
import { beforeAll, expect, it } from 'vitest';
import { namedIn } from '../src/postgres/statement-tree.ts';

beforeAll(() => loadModule());

it('finds functions wherever they stand, and fields that may be one', () => {
  const sql = `WITH a AS (SELECT one(1) FROM two() AS t) SELECT s.three(x), (y).four, t.five, sum(z) FILTER (WHERE six(1))
    OVER (ORDER BY seven(1)) FROM ROWS FROM (eight(1)), LATERAL (SELECT nine(1)) AS n
    WHERE EXISTS (VALUES (ten(1))) GROUP BY eleven(1) HAVING twelve(1) LIMIT thirteen(1)`;
  const { calls } = namedIn(parseSync(sql));
  const names = [
    'one',
    'two',
    'three',
    'four',
    'five',
    'six',
    'seven',
    'eight',
    'nine',
    'ten',
    'eleven',
    'twelve',
  ];
  expect(calls.map(({ name }) => name).sort()).toEqual([...names, 'sum', 'thirteen'].sort());
  expect(
    calls
      .filter(({ attribute }) => attribute)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['five', 'four']);
  expect(calls.find(({ name }) => name === 'three')).toEqual({
    schema: 's',
    name: 'three',
    attribute: false,
  });
});

it.each([
  ['SELECT 1; SELECT 2', 'more than one statement'],
  ['DELETE FROM t', 'DeleteStmt'],
  [
    'SELECT * FROM (WITH d AS (MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE RETURNING *) SELECT * FROM d)',
    'MergeStmt',
  ],
  ['EXPLAIN SELECT 1', 'ExplainStmt'],
  ['SELECT 1 INTO x', 'SELECT INTO'],
  ['SELECT * FROM (SELECT * FROM t FOR SHARE) AS s', 'FOR UPDATE'],
  ['SET TRANSACTION READ WRITE', 'VariableSetStmt'],
  ['COPY t TO STDOUT', 'CopyStmt'],
])('refuses %s', (sql, rule) => {
  expect(() => namedIn(parseSync(sql))).toThrow(rule);
});
