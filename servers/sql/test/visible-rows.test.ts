import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Answer } from '../src/engine/answer.ts';
import type { Cell } from '../src/values/cell.ts';
import { Collector } from '../src/values/collector.ts';
import { visibleCell } from '../src/values/fit-row.ts';

const HIDDEN = [
  '\u202e',
  '\u200b',
  '\u0000',
  '\b',
  '\f',
  '\u001b',
  '\u007f',
  '\u0085',
  '\ufeff',
  '\u{e0041}',
  '\udb40',
];
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...HIDDEN, '\\', '"', '\n', 'u', 'b', 'é'),
    fc.string({ unit: 'binary', maxLength: 1 }),
  ),
});
const cell: fc.Arbitrary<Cell> = fc.oneof(
  text,
  text.map((text) => ({ $characters: 9_999, text })),
  fc.integer(),
  fc.constant(null),
);

it('shows what any cell hides, in a row that is looked at as a whole', () => {
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 5 }), (row) => {
      const collector = new Collector({
        rows: 1,
        bytes: 1_000_000,
        cell: 9,
        timeoutMs: 9,
        page: { skip: 0 },
      });
      collector.add(row);
      expect(new Answer(collector.finish()).rows).toEqual([row.map(visibleCell)]);
    }),
    { numRuns: 2_000 },
  );
});
