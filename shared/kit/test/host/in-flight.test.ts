import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InFlight } from '../../src/host/in-flight.ts';

describe('what is in flight', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is counted in and out, each once', () => {
    const inFlight = new InFlight();
    const [first, second] = [inFlight.begin(), inFlight.begin()];
    expect(inFlight.count).toBe(2);
    first();
    first();
    expect(inFlight.count).toBe(1);
    second();
    expect(inFlight.count).toBe(0);
  });

  it('is idle at once where there is nothing', async () => {
    expect(await new InFlight().idle(60_000)).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is idle when the last has ended, for everybody who waits, and leaves no timer', async () => {
    const inFlight = new InFlight();
    const [first, second] = [inFlight.begin(), inFlight.begin()];
    const waiting = Promise.all([inFlight.idle(60_000), inFlight.idle(60_000)]);
    first();
    expect(inFlight.count).toBe(1);
    second();
    expect(await waiting).toEqual([true, true]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not waited for longer than was said', async () => {
    const inFlight = new InFlight();
    inFlight.begin();
    const waiting = inFlight.idle(5_000);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await waiting).toBe(false);
  });
});
