import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../src/near/index.ts';

describe('the distance of two texts', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é'), maxLength: 8 });

  it('is the one that the whole table gives, up to the limit', () => {
    fc.assert(
      fc.property(word, word, fc.nat(5), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(wholeTable(a, b), limit + 1));
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('the nearest names', () => {
  const near = (typed: string, ...names: string[]) => nearest(typed, names, 3);

  it('are those that a slip of the finger explains', () => {
    expect(near('--raed-only', '--read-only', '--tools')).toEqual(['--read-only']);
    expect(near('--x', '--read-only', '--tools')).toEqual([]);
    expect(near('', '', 'a', 'ab')).toEqual([]);
    expect(near('--', 'a', '--')).toEqual([]);
  });

  it('differ in nothing that people would see, then in one slip, then hold it or are held, then differ in more', () => {
    expect(nearest('order', ['ordinary', 'rodert', 'order_lines', 'ordr', 'Or-Der', 'order_l'], 9)).toEqual([
      ...['Or-Der', 'ordr', 'order_l', 'order_lines'],
    ]);
    expect(near('product_text_data', 'product', 'product_text')).toEqual(['product_text', 'product']);
    expect(near('customers', 'kustomres', 'customer')).toEqual(['customer', 'kustomres']);
  });

  it.each([
    ['entrepot', 'entrepôt'],
    ['OpeningHours', 'Opening Hours'],
    ['opening_hours', 'Opening Hours'],
    ['emial', 'e mail'],
    ['"order"', 'order'],
  ])('of %s is %s', (typed, name) => {
    expect(near(typed, 'zzzzzzzz', name)).toEqual([name]);
  });

  it('are each there once, and as many as are asked for', () => {
    expect(nearest('ab', ['abc', 'abc', 'abd', 'abe'], 2)).toEqual(['abc', 'abd']);
  });

  it('do not take long over long names', { timeout: 2_000 }, () => {
    expect(near('x'.repeat(1_000_000), '--read-only')).toEqual([]);
    expect(near('x'.repeat(100_000), 'y'.repeat(100_000))).toEqual([]);
  });

  it('have the one from which a character was lost, doubled or swapped', () => {
    const name = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 4, maxLength: 20 });
    fc.assert(
      fc.property(name, fc.nat(), fc.constantFrom('lost', 'doubled', 'swapped'), (name, where, how) => {
        const at = where % (name.length - 1);
        const [one, two] = [name.charAt(at), name.charAt(at + 1)];
        const middle = { lost: '', doubled: one + one, swapped: two + one }[how];
        const typed = name.slice(0, at) + middle + name.slice(at + (how === 'swapped' ? 2 : 1));
        expect(near(typed, name, 'zzzzzzzzzzzz')).toEqual([name]);
      }),
    );
  });
});

/** Optimal string alignment, cell by cell. */
function wholeTable(a: string, b: string): number {
  const cost: number[][] = Array.from({ length: a.length + 1 }, (_, row) =>
    Array.from({ length: b.length + 1 }, (_, column) => (row === 0 ? column : column === 0 ? row : 0)),
  );
  const at = (row: number, column: number) => cost[row]?.[column] as number;
  for (let row = 1; row <= a.length; row++) {
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      const steps = [at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + same];
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        steps.push(at(row - 2, column - 2) + 1);
      }
      (cost[row] as number[])[column] = Math.min(...steps);
    }
  }
  return at(a.length, b.length);
}
