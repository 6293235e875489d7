import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Answer } from '../src/engine/answer.ts';
import { capsWithin, DEFAULT_CAPS } from '../src/engine/caps.ts';
import type { Cell } from '../src/values/cell.ts';
import { Collector } from '../src/values/collector.ts';
import { ask, ENDLESS, testEngine, testFile } from './sqlite-file.ts';

const cap = () => fc.oneof(fc.integer(), fc.double(), fc.constant(undefined));
const ceiling = fc.record({
  rows: fc.integer({ min: 1 }),
  bytes: fc.integer({ min: 1 }),
  cell: fc.integer({ min: 1 }),
  timeoutMs: fc.integer({ min: 1 }),
});

it('lets nobody raise a cap', () => {
  fc.assert(
    fc.property(
      ceiling,
      fc.record({ rows: cap(), bytes: cap(), cell: cap(), timeoutMs: cap() }),
      (ceiling, asked) => {
        const caps = capsWithin(ceiling, asked as Partial<typeof ceiling>);
        for (const name of ['rows', 'bytes', 'cell', 'timeoutMs'] as const) {
          expect(Number.isInteger(caps[name]) && caps[name] >= 1 && caps[name] <= ceiling[name]).toBe(true);
        }
      },
    ),
  );
  expect(capsWithin(DEFAULT_CAPS)).toEqual(DEFAULT_CAPS);
});

const wide = fc.constantFrom('\u0001', '€', '\u202e').map((character) => character.repeat(60));
const cell = fc.oneof(fc.integer(), fc.string({ unit: 'binary' }), fc.constant(null), wide);

it('never holds more than the caps, and says when there was more', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 50 }),
      fc.nat(40),
      fc.nat(2_000),
      (rows, most, bytes) => {
        const collector = new Collector({ rows: most, bytes: bytes + 30, cell: 9, timeoutMs: 9 });
        collector.columns = [];
        const taken = rows.filter((row) => collector.add(row));
        const answer = new Answer(collector.finish());
        expect(answer.rows).toEqual(taken);
        expect(answer.rows).toEqual(rows.slice(0, taken.length));
        expect(answer.rows.length).toBeLessThanOrEqual(most);
        const { columns, rows: held } = answer;
        expect(Buffer.byteLength(JSON.stringify({ columns, rows: held }))).toBeLessThanOrEqual(bytes + 30);
        expect(answer.truncated !== false).toBe(taken.length < rows.length);
      },
    ),
  );
});

it('knows the rows of the pages before, however many are written at once', () => {
  const cells = fc.oneof(cell, fc.constantFrom('\u202e', 'a\u0000', { $bytes: 3, base64: 'AAAA' }));
  const row = fc.array(cells as fc.Arbitrary<Cell>, { minLength: 1, maxLength: 3 });
  const page = (rows: readonly Cell[][], caps: { rows: number; bytes: number; skip: number }) => {
    const collector = new Collector({ ...DEFAULT_CAPS, ...caps, page: { skip: caps.skip } });
    collector.columns = [];
    for (const row of rows) if (!collector.add([...row])) break;
    return new Answer(collector.finish());
  };
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 2, maxLength: 300 }),
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 100, max: 5_000 }),
      (rows, most, bytes) => {
        const given: Cell[][] = [];
        let before = '';
        for (let skip = 0; ; skip = given.length) {
          const answer = page(rows, { rows: most, bytes, skip });
          expect(answer.digests?.before).toBe(before);
          given.push(...answer.rows);
          before = answer.digests?.after ?? '';
          if (answer.truncated === false || answer.rowCount === 0) break;
          const others = [['another'], ...rows.slice(1)];
          expect(page(others, { rows: most, bytes, skip: given.length }).digests?.before).not.toBe(before);
        }
        if (given.length < rows.length) expect(bytes).toBeLessThan(1_000);
      },
    ),
  );
});

it('cuts an endless answer at each cap', async () => {
  const engine = await testEngine(testFile());
  const endless = `${ENDLESS} SELECT x, 'row ' || x AS y, x AS "${'n'.repeat(500)}" FROM c`;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3_000 }),
      fc.integer({ min: 1, max: 60_000 }),
      async (rows, bytes) => {
        const answer = await ask(engine, endless, [], { rows, bytes });
        const size = Buffer.byteLength(JSON.stringify({ columns: answer.columns, rows: answer.rows }));
        expect(answer.rows.length).toBeLessThanOrEqual(rows);
        if (answer.rows.length > 0) expect(size).toBeLessThanOrEqual(bytes);
        expect(answer.truncated).toBe(answer.rows.length === rows ? 'rows' : 'bytes');
      },
    ),
    { numRuns: 50 },
  );
});

it('says of an answer that fits exactly that nothing is missing', async () => {
  const engine = await testEngine(testFile());
  const three = 'VALUES (1), (2), (3)';
  expect(await ask(engine, three, [], { rows: 3 })).toMatchObject({
    rows: [[1], [2], [3]],
    truncated: false,
  });
  expect(await ask(engine, three, [], { rows: 2 })).toMatchObject({ rows: [[1], [2]], truncated: 'rows' });
});
