import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coalesced } from '../src/coalesced.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what happens within the time', () => {
  it('is told once, also where it never rests', () => {
    const told = vi.fn();
    const { happened } = coalesced(50, told);
    for (let ms = 0; ms < 200; ms += 10) {
      happened();
      vi.advanceTimersByTime(10);
    }
    expect(told).toHaveBeenCalledTimes(4);
    vi.advanceTimersByTime(1_000);
    expect(told).toHaveBeenCalledTimes(4);
  });

  it('is not told once stopped, whatever happens still', () => {
    const told = vi.fn();
    const { happened, stop } = coalesced(50, told);
    happened();
    stop();
    happened();
    vi.advanceTimersByTime(1_000);
    expect(told).not.toHaveBeenCalled();
  });
});
