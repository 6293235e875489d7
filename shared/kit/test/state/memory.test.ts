import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryState } from '../../src/state/memory-state.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'Date', 'setTimeout'] }));
afterEach(() => void vi.useRealTimers());

const fill = async (state: MemoryState, from: number, count: number, ms: number) => {
  for (let at = from; at < from + count; at++) await state.first(`id ${at}`, ms);
};

describe('state in memory', () => {
  it('tells one of all who ask that an id is new, until its time has passed', async () => {
    const state = new MemoryState();
    const asked = await Promise.all(Array.from({ length: 50 }, () => state.first('a', 1_000)));
    expect(asked.filter(Boolean)).toHaveLength(1);
    vi.advanceTimersByTime(999);
    expect(await state.first('a', 1_000)).toBe(false);
    vi.advanceTimersByTime(1);
    expect(await state.first('a', 1_000)).toBe(true);
  });

  it('does not take a repetition for new when the clock of the machine is set on', async () => {
    const state = new MemoryState();
    await state.first('a', 60_000);
    vi.setSystemTime(Date.now() + 3_600_000);
    expect(await state.first('a', 60_000)).toBe(false);
  });

  it('remembers only so much: beyond that nothing is new, and what is known stays known', async () => {
    const state = new MemoryState();
    await fill(state, 0, 100_000, 60_000);
    await expect(state.first('more', 1_000)).rejects.toMatchObject({
      code: 'unavailable',
      retryAfterMs: 1_000,
    });
    expect(await state.first('id 0', 60_000)).toBe(false);
    vi.advanceTimersByTime(60_000);
    expect(await state.first('more', 1_000)).toBe(true);
  });

  it('forgets what has lapsed before it is full, in whatever order that was', async () => {
    const state = new MemoryState();
    await fill(state, 0, 50_000, 600_000);
    // Three times what it can hold, but never at once.
    for (let round = 1; round <= 8; round++) {
      await fill(state, round * 50_000, 40_000, 1_000);
      vi.advanceTimersByTime(1_000);
    }
    expect(await state.first('id 0', 1_000)).toBe(false);
    expect(await state.first('id 50000', 1_000)).toBe(true);
  });

  it('counts each caller for themselves, and has one secret of 32 bytes', async () => {
    const state = new MemoryState();
    const limiter = state.limiter('call', { points: 2, seconds: 60 });
    await limiter.consume('ann');
    await limiter.consume('ann');
    await expect(limiter.consume('ann')).rejects.toMatchObject({ msBeforeNext: 60_000 });
    await limiter.consume('bob');
    vi.advanceTimersByTime(60_000);
    await limiter.consume('ann');
    const secret = await state.secret();
    expect(secret).toHaveLength(32);
    expect(await state.secret()).toEqual(secret);
    expect(await new MemoryState().secret()).not.toEqual(secret);
  });
});
