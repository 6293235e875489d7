import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Rows } from '../src/search/rows.ts';

const NAMES = ['a', 'b', 'c', 'd'];
type Act =
  | { kind: 'send'; paths: string[] }
  | { kind: 'remove'; path: string }
  | { kind: 'work'; count: number };
const acts = fc.array(
  fc.oneof<fc.Arbitrary<Act>[]>(
    fc.record({ kind: fc.constant('send'), paths: fc.uniqueArray(fc.constantFrom(...NAMES)) }),
    fc.record({ kind: fc.constant('remove'), path: fc.constantFrom(...NAMES) }),
    fc.record({ kind: fc.constant('work'), count: fc.nat(5) }),
  ),
  { maxLength: 40 },
);

it('knows the row of each note, however sendings, removals and answers come together', () => {
  fc.assert(
    fc.property(acts, (all) => {
      const rows = new Rows();
      const believed = new Set<string>();
      const index = new FakeIndex();
      for (const act of [...all, { kind: 'work', count: 1_000 } as const]) {
        if (act.kind === 'send') {
          rows.send(act.paths);
          for (const path of act.paths) {
            believed.add(path);
            index.orders.push({ put: path });
          }
        } else if (act.kind === 'remove') {
          rows.remove(act.path);
          believed.delete(act.path);
          index.orders.push({ remove: act.path });
        } else rows.arrive(Int32Array.from(index.work(act.count)));
        const every = Int32Array.from({ length: 200 }, (_, row) => row);
        for (const path of rows.pathsOf(every)) expect(believed).toContain(path);
      }
      expect(rows.waiting).toBe(0);
      // Every second name has no words.
      expect(rows.unread).toBe([...believed].filter(isUnread).length);
      const expected = [...believed].filter((path) => !isUnread(path)).sort();
      expect(rows.pathsOf(Int32Array.from([...index.rows.values(), 99])).sort()).toEqual(expected);
    }),
    { numRuns: 1_000 },
  );
});

function isUnread(path: string): boolean {
  return NAMES.indexOf(path) % 2 === 1;
}

/** Carries out orders one by one, as the thread does, with new rows for new notes. */
class FakeIndex {
  readonly orders: { put?: string; remove?: string }[] = [];
  readonly rows = new Map<string, number>();
  #last = 0;

  work(count: number): number[] {
    return this.orders.splice(0, count).flatMap(({ put, remove }) => {
      if (remove !== undefined) this.rows.delete(remove);
      if (put === undefined) return [];
      if (isUnread(put)) return [0];
      const row = this.rows.get(put) ?? ++this.#last;
      this.rows.set(put, row);
      return [row];
    });
  }
}
