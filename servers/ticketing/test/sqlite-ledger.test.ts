import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Booking } from '../src/actions/ledger.ts';
import { anew, somebody } from './own-desk.ts';
import { openDesk, startWorker } from './sqlite-desk.ts';

const DAY_MS = 24 * 60 * 60_000;
const [ann, bob, eve] = [somebody('ann'), somebody('bob'), somebody('eve', 'globex')];

let keys = 0;

function booking(more: Partial<Booking> = {}): Booking {
  keys += 1;
  return {
    action: 'refund',
    limits: {},
    id: 'OPS-1',
    rev: '1',
    key: `key ${keys}`,
    hash: 'h',
    amount: 100,
    fields: [],
    ...more,
  };
}

async function withTickets(clock?: () => number) {
  const desk = await openDesk(clock === undefined ? {} : { clock });
  for (const who of [ann, eve]) await desk.tracker.create(who, { title: 'One', body: '' }, anew());
  const { ledger } = desk.tracker;
  const book = async (who: typeof ann, more: Partial<Booking> = {}) => {
    const { rev } = await desk.tracker.get(who, 'OPS-1');
    return ledger.begin(who, booking({ rev, ...more }));
  };
  return { ...desk, ledger, book };
}

describe('the books', () => {
  it('let through what keeps within its limits, and nothing else, for each caller and tenant', async () => {
    const step = fc.record({
      who: fc.constantFrom(ann, bob, eve),
      amount: fc.integer({ min: 1, max: 400 }),
      came: fc.constantFrom('done', 'refused', 'unknown', 'begun'),
      later: fc.integer({ min: 0, max: DAY_MS / 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        let now = DAY_MS * 100;
        const { book, ledger, tracker } = await withTickets(() => now);
        const limits = { each: 3, callerDay: 5, tenantDay: 8 };
        const counted: { who: typeof ann; amount: number; at: number }[] = [];
        for (const { who, amount, came, later } of steps) {
          now += later;
          const recent = counted.filter(({ at }) => at > now - DAY_MS);
          const sum = (of: typeof recent) => of.reduce((all, one) => all + one.amount, amount);
          const fits =
            amount <= 300 &&
            sum(recent.filter((one) => one.who === who)) <= 500 &&
            sum(recent.filter((one) => one.who.tenant === who.tenant)) <= 800;
          const begun = await book(who, { amount, limits }).catch((error) => error.code as string);
          expect(typeof begun === 'string' ? begun : 'booked').toBe(fits ? 'booked' : 'limited');
          if (typeof begun === 'string') continue;
          if (came !== 'refused') counted.push({ who, amount, at: now });
          if (came !== 'begun') await ledger.finish(who, begun.entry, { outcome: came });
        }
        tracker.close();
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('count what is dated after now, where the clock was put back', async () => {
    let now = DAY_MS * 100;
    const { book } = await withTickets(() => now);
    await book(ann, { limits: { callerDay: 1 } });
    now -= DAY_MS * 30;
    await expect(book(ann, { limits: { callerDay: 1 } })).rejects.toMatchObject({ code: 'limited' });
  });

  it('keep each key for good, for its person, and whatever came of it', async () => {
    const { book, ledger } = await withTickets();
    const first = await book(ann, { key: 'k' });
    await ledger.finish(ann, first.entry, { outcome: 'refused' });
    expect(await book(ann, { key: 'k' })).toMatchObject({ isNew: false, entry: { outcome: 'refused' } });
    await expect(book(ann, { key: 'k', hash: 'other' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await book(bob, { key: 'k' })).toMatchObject({ isNew: true });
    expect(await book(eve, { key: 'k' })).toMatchObject({ isNew: true });
  });

  it('are bound to the state of the ticket, and closed once, by their own tenant', async () => {
    const { book, ledger } = await withTickets();
    await expect(book(ann, { rev: '2' })).rejects.toMatchObject({ code: 'conflict' });
    const { entry } = await book(ann);
    await expect(ledger.finish(eve, entry, { outcome: 'done' })).rejects.toThrow();
    await ledger.finish(ann, entry, { outcome: 'done' });
    await expect(ledger.finish(ann, entry, { outcome: 'refused' })).rejects.toThrow();
    await expect(ledger.look(eve, booking({ id: 'OPS-2' }))).rejects.toMatchObject({ code: 'not_found' });
    expect((await ledger.look(eve, booking())).earlier).toEqual([]);
  });

  it('are not exceeded by two processes at once', async () => {
    const { file, ledger, book, tracker } = await withTickets();
    await tracker.create(bob, { title: 'Two', body: '' }, anew());
    const workers = [startWorker('book', file, 'ann', 'OPS-1'), startWorker('book', file, 'bob', 'OPS-2')];
    await Promise.all(workers.map(({ begun }) => begun));
    const start = Date.now() + 100;
    for (const { child } of workers) child.send(start);
    const booked = (await Promise.all(workers.map(({ ended }) => ended))).map(([_ready, count]) =>
      Number(count),
    );
    expect(booked.reduce((all, one) => all + one, 0)).toBe(100);
    expect(Math.min(...booked)).toBeGreaterThan(0);
    const { rev } = await tracker.get(ann, 'OPS-1');
    expect((await ledger.look(ann, booking({ rev }))).used.tenant).toBe(10_000);
    await expect(book(ann, { limits: { tenantDay: 100 } })).rejects.toMatchObject({ code: 'limited' });
  }, 60_000);
});
