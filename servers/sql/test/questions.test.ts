import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadQuestions } from '../src/questions/load-questions.ts';
import { server } from '../src/server.ts';
import { SAMPLE } from './sample-file.ts';
import { testFile, testFolder } from './sqlite-file.ts';
import { openWire } from './wire.ts';

const GOOD = `orders_of:
  description: Orders of a customer.
  sql: |
    SELECT id, placed FROM orders
    WHERE customer = :customer AND (:since IS NULL OR placed >= :since) ORDER BY id
  params:
    customer: { type: integer, description: Its number. }
    since: { type: date, default: null }
states:
  description: How many orders are in a state.
  sql: SELECT count(*) AS n FROM orders WHERE state = :state
  params:
    state: { type: text, choices: [new, paid] }
`;
const ORDERS = `CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INT, placed DATE, state TEXT);
  INSERT INTO orders VALUES (1, 1, '2026-01-01', 'new'), (2, 1, '2026-02-01', 'paid'), (3, 2, '2026-02-01', 'paid');`;

const NONE = { sources: [], tools: [] };

function file(text: string): string {
  const path = join(testFolder(), 'questions.yaml');
  writeFileSync(path, text);
  return path;
}

it('makes each question a tool with its parameters', async () => {
  const { client, data, refuses } = await openWire([testFile(ORDERS), '--queries', file(GOOD)]);
  const { tools } = await client.listed();
  expect(tools.map(({ name }) => name).slice(server.tools.length)).toEqual(['orders_of', 'states']);
  expect((await data('orders_of', { customer: 1 })).rows).toEqual([
    [1, '2026-01-01'],
    [2, '2026-02-01'],
  ]);
  expect((await data('orders_of', { customer: 1, since: '2026-01-15' })).rows).toEqual([[2, '2026-02-01']]);
  expect((await data('states', { state: 'paid' })).rows).toEqual([[2]]);
  expect(await refuses('orders_of', {})).toContain('customer');
  expect(await refuses('orders_of', { customer: "1' OR 1" })).toContain('customer');
  expect(await refuses('orders_of', { customer: 1, since: 'yesterday' })).toContain('since');
  expect(await refuses('states', { state: 'lost' })).toContain('state');
});

it('answers those of the sample', async () => {
  const { data } = await openWire([join(SAMPLE, 'shop.db'), '--queries', join(SAMPLE, 'questions.yaml')]);
  expect((await data('orders_of', { customer: 1, since: '2026-03-01' })).rows).toEqual([
    [60, '2026-04-05'],
    [48, '2026-03-18'],
  ]);
  expect((await data('orders_of', { customer: 1 })).rowCount).toBe(5);
  expect((await data('sold', { name: 'Red lentils' })).rows).toEqual([[23]]);
});

it('cannot be made to write either', async () => {
  const bad = 'wipe:\n  description: Wipes all.\n  sql: DELETE FROM orders\n';
  const { refuses, data } = await openWire([testFile(ORDERS), '--queries', file(bad)]);
  expect(await refuses('wipe', {})).toContain('forbidden');
  expect((await data('query', { sql: 'SELECT count(*) FROM orders' })).rows).toEqual([[3]]);
});

it.each([
  ['a: [', /^--queries: line \d+: is no YAML here\.$/],
  [
    'query:\n  description: x\n  sql: SELECT 1\n',
    /^--queries: line 1: query: is a tool of this server already\.$/,
  ],
  ['Bad Name:\n  description: x\n  sql: SELECT 1\n', /^--queries: line 1: Bad Name: a name is snake_case/],
  ['a:\n  description: x\n', /^--queries: line 1: a\.sql: is missing\.$/],
  ['a:\n  description: x\n  sql: SELECT 1\n  limit: 5\n', /^--queries: line 4: a\.limit: is no field\.$/],
  [
    'a:\n  description: x\n  sql: SELECT 1\n  params:\n    n: { type: int }\n',
    /^--queries: line 5: a\.params\.n\.type: must be one of text, integer/,
  ],
  [
    'a:\n  description: x\n  source: nope\n  sql: SELECT 1\n',
    /^--queries: line 3: a\.source: is none of shop\.$/,
  ],
  [
    'a:\n  description: x\n  sql: SELECT :constructor\n  params:\n    constructor: { type: text }\n',
    /^--queries: line 5: a\.params\.constructor: a name is none that every object has already\.$/,
  ],
  ['a: &x\n  description: x\n  sql: SELECT 1\nb: *x\n', /^--queries: line 1: has aliases/],
])('says of %j in one sentence where it is wrong', (text, expected) => {
  const path = file(text);
  const failed = () => loadQuestions(path, { sources: [{ name: 'shop' }], tools: server.tools });
  expect(failed).toThrow(
    expect.objectContaining({ code: 'invalid_input', message: expect.stringMatching(expected) }),
  );
});

it('says so of a file that is not there', () => {
  expect(() => loadQuestions(join(testFolder(), 'none.yaml'), NONE)).toThrow(
    '--queries: the file cannot be read.',
  );
});

it('reads any text, or says in one line what is wrong with it', () => {
  const path = file('');
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.json(), fc.constantFrom('a:\n  params: 1', '? : :', '- a')),
      (text) => {
        writeFileSync(path, text);
        try {
          loadQuestions(path, NONE);
        } catch (error) {
          expect((error as Error).message).toMatch(/^--queries: .*\.$/);
        }
      },
    ),
    { numRuns: 300 },
  );
});
