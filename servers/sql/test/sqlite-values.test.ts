import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Cell } from '../src/values/cell.ts';
import { ask, testEngine, testFile } from './sqlite-file.ts';

/** What a cell says, as SQLite's quote() would write it; the judge is the engine and not the driver. */
function quoted(cell: Cell, type: string): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'object' && '$bytes' in cell)
    return `X'${Buffer.from(cell.base64, 'base64').toString('hex').toUpperCase()}'`;
  if (type === 'text') return `'${String(cell).replaceAll("'", "''")}'`;
  return String(cell);
}

it('says of every integer, text and blob what SQLite itself says', async () => {
  const engine = await testEngine(testFile());
  const integer = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }).map(String);
  const text = fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => !text.includes('\0'));
  const literal = fc.oneof(
    integer,
    text.map((text) => `'${text.replaceAll("'", "''")}'`),
    fc.uint8Array({ maxLength: 64 }).map((bytes) => `x'${Buffer.from(bytes).toString('hex')}'`),
    fc.constant('NULL'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(literal, { minLength: 1, maxLength: 20 }), async (literals) => {
      const judges = literals.map((one) => `quote(${one})`);
      const { columns, rows } = await ask(engine, `SELECT ${[...literals, ...judges].join(', ')}`);
      const cells = rows[0]?.slice(0, literals.length) ?? [];
      const said = cells.map((cell, at) => quoted(cell, columns[at]?.type ?? ''));
      expect(said).toEqual(rows[0]?.slice(literals.length));
    }),
    { numRuns: 100 },
  );
});

it('gives back every number that was given', async () => {
  const engine = await testEngine(testFile());
  await fc.assert(
    // JSON has no infinity, so no caller can give one.
    fc.asyncProperty(fc.double({ noNaN: true, noDefaultInfinity: true }), async (number) => {
      const { rows } = await ask(engine, 'SELECT CAST(? AS REAL)', [number]);
      const cell = rows[0]?.[0];
      expect(JSON.parse(JSON.stringify(cell))).toEqual(cell);
      expect(Object.is(Number(cell), number)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

it('keeps columns with one name, and says where they come from', async () => {
  const engine = await testEngine(
    testFile(
      'CREATE TABLE o(id INTEGER, n DECIMAL(9,2)); INSERT INTO o VALUES (1, 2.5); CREATE TABLE c(id INTEGER); INSERT INTO c VALUES (7)',
    ),
  );
  const answer = await ask(engine, 'SELECT o.id, c.id, n AS "a b", n + 1 FROM o, c');
  expect(answer).toMatchObject({
    columns: [
      { name: 'id', type: 'integer', table: 'o' },
      { name: 'id', type: 'integer', table: 'c' },
      { name: 'a b', type: 'decimal(9,2)', table: 'o' },
      { name: 'n + 1', type: 'real' },
    ],
    rows: [[1, 7, 2.5, 3.5]],
    truncated: false,
  });
});

it('takes parameters by position and by name, and says which is missing', async () => {
  const engine = await testEngine(testFile());
  expect((await ask(engine, 'SELECT ?, ?', [1, 'b'])).rows).toEqual([[1, 'b']]);
  expect((await ask(engine, "SELECT ?2, ?1, '?3'", [1, 'b'])).rows).toEqual([['b', 1, '?3']]);
  expect((await ask(engine, "SELECT '?1', ?", [null])).rows).toEqual([['?1', null]]);
  expect((await ask(engine, 'SELECT :a, @b, $c', { a: true, b: 1.5, c: '9007199254740993' })).rows).toEqual([
    [1, 1.5, '9007199254740993'],
  ]);
  expect((await ask(engine, 'SELECT typeof(?), typeof(?)', [1, 0.5])).rows).toEqual([['integer', 'real']]);
  expect((await ask(engine, 'SELECT quote(?), quote(?)', [true, false])).rows).toEqual([['1', '0']]);
  await expect(ask(engine, 'SELECT :a', { b: 1 })).rejects.toMatchObject({
    code: 'invalid_input',
    message: 'params: there is no value for :a.',
  });
  await expect(ask(engine, 'SELECT ?', [])).rejects.toMatchObject({ code: 'invalid_input' });
});

it('describes what is large and shows its beginning', async () => {
  const engine = await testEngine(testFile());
  const { rows } = await ask(engine, "SELECT zeroblob(300000), printf('%.5000c', 'ä')", [], { cell: 100 });
  expect(rows).toEqual([
    [
      { $bytes: 300_000, base64: Buffer.alloc(64).toString('base64') },
      { $characters: 5_000, text: 'ä'.repeat(100) },
    ],
  ]);
});
