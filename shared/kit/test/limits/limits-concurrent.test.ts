import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { call } from '../../src/call/call.ts';
import type { Caller } from '../../src/context.ts';
import type { ToolError } from '../../src/errors.ts';
import { Slots } from '../../src/limits/slots.ts';
import { server } from '../fixture/echo-server.ts';
import { exchangeOf, hostOf } from '../fixture/host.ts';
import { operationOf } from '../fixture/operation.ts';

const ann: Caller = { subject: 'ann', scopes: ['echo:destroy'], via: 'token' };

async function limited(...args: string[]) {
  const { host } = await hostOf(server, ['--limit', 'off', ...args]);
  const running = { now: 0, most: 0 };
  const operation = (work: () => Promise<unknown>) =>
    operationOf({
      fail: (error) => error,
      shape: () => 'ran',
      async run() {
        running.now += 1;
        running.most = Math.max(running.most, running.now);
        await work().finally(() => {
          running.now -= 1;
        });
      },
    });
  const ask = (caller = ann, work: () => Promise<unknown> = () => wait(1), exchange = {}) =>
    call(host, operation(work), exchangeOf({ caller, transport: 'http', ...exchange })) as Promise<
      'ran' | ToolError
    >;
  return { host, ask, running };
}

describe('calls at once', () => {
  it('are never more than they may be, however many come, and every place is given back', async () => {
    const { ask, running } = await limited('--limit-concurrent', '7');
    const callers = ['ann', 'bob'].map((subject) => ({ ...ann, subject }));
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, async (_, at) => {
        await wait(at % 50);
        return ask(callers[at % 2], () => wait(at % 5));
      }),
    );
    expect(running.most).toBeLessThanOrEqual(14);
    expect(running.most).toBeGreaterThan(7);
    const refused = answers.filter((answer) => answer !== 'ran');
    expect(refused.length).toBeGreaterThan(0);
    for (const error of refused) {
      expect(error).toMatchObject({
        code: 'limited',
        message: 'This caller has 7 calls running, and no more may run at once.',
        hint: 'Try again in 1 s.',
        retryAfterMs: 1_000,
      });
    }
    expect(await Promise.all(Array.from({ length: 7 }, () => ask()))).toEqual(Array(7).fill('ran'));
  });

  it.each<[string, () => Promise<unknown>]>([
    ['throws', () => Promise.reject(new Error('broken'))],
    ['takes too long', () => wait(60_000, undefined, { ref: false })],
  ])('a call that %s gives its place back', async (_, work) => {
    const { host, ask } = await limited('--limit-concurrent', '1');
    host.callTimeoutMs = 10;
    expect(await ask(ann, work)).toMatchObject({ code: expect.stringMatching(/internal|timeout/) });
    expect(await ask()).toBe('ran');
  });

  it('a call that is cancelled or refused gives its place back', async () => {
    const { ask } = await limited('--limit-concurrent', '1', '--limit-tenant', '3/min');
    expect(await ask(ann, undefined, { signal: AbortSignal.abort() })).toMatchObject({ code: 'cancelled' });
    expect(await ask()).toBe('ran');
    expect(await ask()).toBe('ran');
    for (let at = 0; at < 3; at++) {
      expect(await ask()).toMatchObject({ message: expect.stringContaining('this tenant') });
    }
  });

  it('are 16 over HTTP and as many as there are for the local user, unless it is given', async () => {
    const ran = (answers: unknown[]) => answers.filter((answer) => answer === 'ran').length;
    const { ask } = await limited();
    expect(ran(await Promise.all(Array.from({ length: 30 }, () => ask())))).toBe(16);
    const local = { subject: 'local', scopes: [], via: 'stdio' } as const;
    expect(ran(await Promise.all(Array.from({ length: 30 }, () => ask(local))))).toBe(30);
    const off = await limited('--limit-concurrent', 'off');
    expect(ran(await Promise.all(Array.from({ length: 30 }, () => off.ask())))).toBe(30);
  });
});

describe('places', () => {
  it('are forgotten with who held them, and given back once', () => {
    const slots = new Slots();
    const first = slots.take('ann', 2);
    const second = slots.take('ann', 2);
    expect(slots.take('ann', 2)).toBeUndefined();
    first?.();
    first?.();
    const third = slots.take('ann', 2);
    expect(third).toBeTypeOf('function');
    expect(slots.take('ann', 2)).toBeUndefined();
    expect(slots.holders).toBe(1);
    second?.();
    third?.();
    expect(slots.holders).toBe(0);
  });
});
