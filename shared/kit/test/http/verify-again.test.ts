import { afterEach, describe, expect, it, vi } from 'vitest';
import { standsWhile } from '../../src/http/verify-again.ts';

afterEach(() => vi.useRealTimers());

/** A caller who stands for as long as `verify` does not throw, and whether that has ended. */
function standing(verify: () => Promise<unknown>) {
  vi.useFakeTimers();
  const ended = vi.fn();
  return { ended, stop: standsWhile(verify, ended) };
}

describe('a caller who is verified again and again', () => {
  it('stands for as long as that is so', async () => {
    const verify = vi.fn(async () => {});
    const { ended } = standing(verify);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(verify.mock.calls.length).toBeGreaterThan(60);
    expect(ended).not.toHaveBeenCalled();
  });

  it.each<[string, () => Promise<unknown>]>([
    ['is refused', () => Promise.reject(new Error('refused'))],
    ['cannot be verified in time', () => new Promise(() => {})],
  ])('who %s ends within a second, once', async (_, refuse) => {
    let verify: () => Promise<unknown> = async () => {};
    const { ended } = standing(() => verify());
    await vi.advanceTimersByTimeAsync(5_001);
    verify = refuse;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ended).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ended).toHaveBeenCalledOnce();
  });

  it('is verified no more when the stream is over', async () => {
    const verify = vi.fn(async () => {});
    const { ended, stop } = standing(verify);
    stop();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(verify).not.toHaveBeenCalled();
    expect(ended).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});
