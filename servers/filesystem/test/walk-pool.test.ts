import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Pool } from '../src/walk/pool.ts';
import { acting, failure, scopeOf } from './walk-tree.ts';

describe('a pool', () => {
  const options = { url: acting('for (;;);'), threads: 1, waiting: 2, idleMs: 60_000, graceMs: 1 };
  const job = { kind: 'list', ...scopeOf('/nowhere'), options: { limit: 9, maxBytes: 999 } } as const;
  const terms = { deadlineMs: 60_000 };
  const poolOf = (settings: Partial<typeof options> = {}) => {
    const pool = new Pool({ ...options, ...settings });
    onTestFinished(() => pool.close());
    return pool;
  };
  const done = acting("parentPort.postMessage({ kind: 'end', end: { skipped: {} } });");

  it('starts threads when they are needed, and no more than it may', async () => {
    const pool = poolOf({ url: done, threads: 2 });
    expect(pool.size).toBe(0);
    await pool.run(job, terms);
    await pool.run(job, terms);
    expect(pool.size).toBe(1);
    await Promise.all([1, 2, 3, 4].map(() => pool.run(job, terms)));
    expect(pool.size).toBe(2);
  });

  it('ends threads that have nothing to do', async () => {
    const pool = poolOf({ url: done, idleMs: 1 });
    await pool.run(job, terms);
    await vi.waitFor(() => expect(pool.size).toBe(0));
    await pool.run(job, terms);
  });

  it('refuses what would have to wait behind too many', async () => {
    const pool = poolOf();
    const controller = new AbortController();
    const first = [
      pool.run(job, terms),
      pool.run(job, { ...terms, signal: controller.signal }),
      pool.run(job, terms),
    ].map((run) => failure(() => run));
    expect(await failure(() => pool.run(job, terms))).toMatchObject({ code: 'limited', retryAfterMs: 1_000 });
    controller.abort();
    expect(await first[1]).toMatchObject({ code: 'cancelled' });
    const fourth = failure(() => pool.run(job, terms));
    await pool.close();
    for (const one of [first[0], first[2], fourth]) expect(await one).toMatchObject({ code: 'unavailable' });
    expect(await failure(() => pool.run(job, terms))).toMatchObject({ code: 'unavailable' });
    expect(pool.size).toBe(0);
  });

  it.each([
    ['throws', "throw new Error('boom');", 'boom'],
    ['leaves', 'process.exit(0);', 'ended its thread'],
    [
      'reports a fault',
      "parentPort.postMessage({ kind: 'failure', failure: { message: 'fault' } });",
      'fault',
    ],
  ])('survives a thread that %s', async (_, code, message) => {
    const pool = poolOf({ url: acting(code) });
    for (let again = 0; again < 2; again++) {
      const error = await failure(() => pool.run(job, terms));
      expect(error).toMatchObject({ name: 'Error', message: expect.stringContaining(message) });
    }
  });
});
