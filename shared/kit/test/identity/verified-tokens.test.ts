import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Principal } from '../../src/identity/principal.ts';
import { VerifiedTokens } from '../../src/identity/tokens/verified-tokens.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Someone whose token is good for so many seconds. */
const until = (seconds: number, subject = 'ann'): Principal => ({
  caller: { subject, scopes: [], via: 'token' },
  issuedAt: 0,
  expiresAt: Date.now() / 1_000 + seconds,
  revocable: [],
});

describe('a token that was verified', () => {
  it('is taken for it for half a minute', async () => {
    const tokens = new VerifiedTokens();
    const verify = vi.fn(async () => until(600));
    for (const ms of [0, 10_000, 19_999]) {
      vi.advanceTimersByTime(ms);
      await tokens.principal('a', verify);
    }
    expect(verify).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(1);
    await tokens.principal('a', verify);
    expect(verify).toHaveBeenCalledTimes(2);
  });

  it('is not once it has ended, be it only tolerated', async () => {
    const tokens = new VerifiedTokens();
    const verify = vi.fn(async () => until(5));
    await tokens.principal('a', verify);
    vi.advanceTimersByTime(5_000);
    verify.mockRejectedValueOnce(new Error('expired'));
    await expect(tokens.principal('a', verify)).rejects.toThrow('expired');
    const late = vi.fn(async () => until(-3));
    await tokens.principal('b', late);
    await tokens.principal('b', late);
    expect(late).toHaveBeenCalledTimes(2);
  });

  it('says nothing of another', async () => {
    const tokens = new VerifiedTokens();
    await tokens.principal('a', async () => until(600, 'ann'));
    expect((await tokens.principal('b', async () => until(600, 'bob'))).caller.subject).toBe('bob');
    expect((await tokens.principal('a', async () => until(600, 'eve'))).caller.subject).toBe('ann');
  });

  it('is verified again after it was refused', async () => {
    const tokens = new VerifiedTokens();
    const verify = vi.fn(async (): Promise<Principal> => until(600));
    verify.mockRejectedValueOnce(new Error('no'));
    await expect(tokens.principal('a', verify)).rejects.toThrow('no');
    expect((await tokens.principal('a', verify)).caller.subject).toBe('ann');
  });

  it('is one of a thousand at most: the oldest is given up', async () => {
    const tokens = new VerifiedTokens();
    for (let each = 0; each < 1_500; each++) await tokens.principal(String(each), async () => until(600));
    expect(tokens.size).toBe(1_000);
    const verify = vi.fn(async () => until(600));
    await tokens.principal('1499', verify);
    expect(verify).not.toHaveBeenCalled();
    await tokens.principal('0', verify);
    expect(verify).toHaveBeenCalledOnce();
  });
});
