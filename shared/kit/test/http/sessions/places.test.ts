import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GIVES_WAY_MS, IDLE_MS, Places, SESSIONS_PER_CALLER } from '../../../src/http/sessions/places.ts';

/** Places whose time stands still, and what has ended. */
function places(most: number) {
  const clock = { now: 0 };
  const ended: string[] = [];
  const all = new Places<{ id: string; owner: string; end(): void }>(most, () => clock.now);
  let made = 0;
  const place = (owner: string) => {
    if (!all.makeRoom(owner)) return undefined;
    made += 1;
    const id = `${owner} ${made}`;
    const held = { id, owner, end: () => void ended.push(id) };
    all.add(held);
    return held;
  };
  return { all, clock, ended, place };
}

describe('a place', () => {
  it('is found by its owner, and by nobody else', () => {
    const { all, place } = places(9);
    const held = place('ann');
    expect(all.find(held?.id ?? '', 'ann')).toBe(held);
    expect(all.find(held?.id ?? '', 'bob')).toBeUndefined();
    expect(all.find('another', 'ann')).toBeUndefined();
  });

  it('ends when it was idle for its time, counted from when the last of it was closed', () => {
    const { all, clock, ended, place } = places(9);
    const [used, idle] = [place('ann'), place('bob')];
    if (used === undefined || idle === undefined) throw new Error('no room');
    const close = all.open(used);
    clock.now = IDLE_MS;
    all.sweep();
    expect(ended).toEqual([idle.id]);
    close();
    clock.now += IDLE_MS - 1;
    all.sweep();
    expect(all.find(used.id, 'ann')).toBe(used);
    clock.now += 1;
    all.sweep();
    expect(ended).toEqual([idle.id, used.id]);
  });

  it('is open until each that opened it has closed it, once', () => {
    const { all, clock, ended, place } = places(9);
    const held = place('ann');
    if (held === undefined) throw new Error('no room');
    const [first, second] = [all.open(held), all.open(held)];
    first();
    first();
    clock.now = IDLE_MS;
    all.sweep();
    expect(ended).toEqual([]);
    second();
    clock.now += IDLE_MS;
    all.sweep();
    expect(ended).toEqual([held.id]);
  });
});

describe('where a caller has too many', () => {
  it('their own that is idle longest gives way, and never one that is open', () => {
    const { all, clock, ended, place } = places(1_000);
    const other = place('bob');
    const own = Array.from({ length: SESSIONS_PER_CALLER }, () => {
      clock.now += 1;
      return place('ann');
    });
    const [first, second] = own;
    if (first === undefined || second === undefined) throw new Error('no room');
    all.open(first);
    expect(place('ann')).toBeDefined();
    expect(ended).toEqual([second.id]);
    expect(all.find(other?.id ?? '', 'bob')).toBe(other);
  });

  it('there is no room where all of them are open', () => {
    const { all, place } = places(1_000);
    for (let n = 0; n < SESSIONS_PER_CALLER; n++) {
      const held = place('ann');
      if (held !== undefined) all.open(held);
    }
    expect(place('ann')).toBeUndefined();
    expect(place('bob')).toBeDefined();
  });
});

describe('where all places are taken', () => {
  it('who is idle longest gives way, once that is a while', () => {
    const { clock, ended, place } = places(2);
    const first = place('ann');
    clock.now += 1;
    place('bob');
    expect(place('eve')).toBeUndefined();
    clock.now = GIVES_WAY_MS;
    expect(place('eve')).toBeDefined();
    expect(ended).toEqual([first?.id]);
  });
});

it('there are never more than there may be, whatever comes, and none of one caller', () => {
  const step = fc.record({
    owner: fc.constantFrom('ann', 'bob', 'eve'),
    what: fc.constantFrom('place', 'place', 'place', 'open', 'close', 'end', 'wait'),
    at: fc.nat(),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 80 }), fc.array(step, { maxLength: 200 }), (most, steps) => {
      const { all, clock, ended, place } = places(most);
      const held: NonNullable<ReturnType<typeof place>>[] = [];
      const closing: { id: string; close(): void }[] = [];
      for (const { owner, what, at } of steps) {
        const one = held[at % Math.max(1, held.length)];
        if (what === 'place') held.push(...[place(owner)].filter((made) => made !== undefined));
        if (what === 'open' && one !== undefined && !ended.includes(one.id)) {
          closing.push({ id: one.id, close: all.open(one) });
        }
        if (what === 'close') closing.splice(at % Math.max(1, closing.length), 1)[0]?.close();
        if (what === 'end' && one !== undefined && !closing.some(({ id }) => id === one.id)) all.end(one);
        if (what === 'wait') clock.now += at % IDLE_MS;
        expect(all.size).toBeLessThanOrEqual(most);
        const there = held.filter(({ id, owner: own }) => all.find(id, own) !== undefined);
        expect(there.length).toBe(all.size);
        for (const caller of ['ann', 'bob', 'eve']) {
          const own = there.filter(({ owner: whose }) => whose === caller);
          expect(own.length).toBeLessThanOrEqual(SESSIONS_PER_CALLER);
        }
        // What is open never gives way, and what has ended has ended once.
        expect(closing.every(({ id }) => !ended.includes(id))).toBe(true);
        expect(new Set(ended).size).toBe(ended.length);
      }
    }),
  );
});
