import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import { testFolder } from './sqlite-file.ts';

// A zone that has summers; DuckDB looks at it once, before anything is opened.
process.env.TZ = 'America/New_York';

async function ask(sql: string) {
  const { openDuckdb } = await import('../src/duckdb/duckdb-engine.ts');
  const path = join(testFolder(), 'one.csv');
  writeFileSync(path, 'a\n1\n');
  const engine = await openDuckdb(path);
  onTestFinished(() => engine.close());
  return engine.run({ sql }, { caps: DEFAULT_CAPS });
}

it.each([
  "'2024-07-01 12:00:00+00'::TIMESTAMPTZ",
  "'2024-01-01 12:00:00.5+05:30'::TIMESTAMPTZ",
  "'1960-07-01 00:00:00.000001+00'::TIMESTAMPTZ",
  "'infinity'::TIMESTAMPTZ",
  "'-infinity'::TIMESTAMP",
  "'infinity'::DATE",
  "'-infinity'::DATE",
  "'0044-03-15 (BC)'::DATE",
  "TIMETZ '12:00:00.5+01:30'",
  "INTERVAL '25 months -400 days 100:00:00.5'",
  "'2024-01-01 00:00:00.123456789'::TIMESTAMP_NS",
  "'101'::BIT",
  '[0.1::FLOAT, 1.5]',
  "['infinity'::DATE, NULL]",
  '[[1], [2, NULL], NULL]',
  "{'a b': 1, 'c': [true]}",
  '[1.10::DECIMAL(9,2)]',
  'row(1, 2.5)',
  "union_value(n := 'infinity'::DATE)",
  'union_value(n := 0.1::FLOAT)',
])('writes %s as DuckDB does', async (value) => {
  const { rows } = await ask(`SELECT ${value}, (${value})::VARCHAR`);
  expect(rows[0]?.[0]).toBe(rows[0]?.[1]);
});

it('quotes every text within another value, so that none is taken for something else', async () => {
  const { rows } =
    await ask(`SELECT ['NULL', NULL, 'it''s', 'a, b'], MAP {'k': ['1'], 'l': []}, row('x', 'y'),
    {'it''s': 'x'}, MAP {'f': 0.1::FLOAT}, [-0.0::DOUBLE], [{'t': '2024-07-01 12:00:00+00'::TIMESTAMPTZ}]`);
  expect(rows).toEqual([
    [
      "['NULL', NULL, 'it''s', 'a, b']",
      "{'k': ['1'], 'l': []}",
      "('x', 'y')",
      "{'it''s': 'x'}",
      "{'f': 0.1}",
      '[-0.0]',
      "[{'t': 2024-07-01 08:00:00-04}]",
    ],
  ]);
});

it('writes times of which JavaScript knows no zone in none', async () => {
  const { rows } = await ask('SELECT make_timestamptz(9223372022400000000)');
  expect(rows).toEqual([['294247-01-10 00:00:00+00']]);
});

it('says that it cannot tell rows without names within another value', async () => {
  await expect(ask("SELECT [row(1, 'x')]")).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('a row without names'),
  });
});
