import { setTimeout as wait } from 'node:timers/promises';
import type { RateLimiterRes } from 'rate-limiter-flexible';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLog } from '../../src/log/log.ts';
import { openState } from '../../src/state/open-state.ts';
import type { State } from '../../src/state/state.ts';
import { server } from '../fixture/echo-server.ts';
import { hasRedis, TestRedis } from '../fixture/redis.ts';

const lines: string[] = [];
const log = createLog({ level: 'debug', fields: {}, pretty: false, write: (line) => void lines.push(line) });

async function open(url: string, name = 'echo'): Promise<State> {
  const state = await openState(url, { ...server, name }, log);
  onTestFinished(() => state.close());
  return state;
}

async function instances(...args: string[]) {
  const redis = await TestRedis.start(...args);
  return { redis, one: await open(redis.url), two: await open(redis.url) };
}

/** Waits until a state can be reached again; it comes back by itself, within some seconds. */
async function reached(state: State): Promise<void> {
  for (;;) {
    const error = await state.check().catch((error: unknown) => error);
    if (error === undefined) return;
    await wait(20);
  }
}

const UNAVAILABLE = { code: 'unavailable', retryable: true, retryAfterMs: 1_000 };

describe.skipIf(!hasRedis)('state in Redis (needs redis-server)', () => {
  it('tells one of all who ask on all instances that an id is new', async () => {
    const { one, two } = await instances();
    const asked = Array.from({ length: 200 }, (_, at) =>
      (at % 2 === 0 ? one : two).first('approval 7', 60_000),
    );
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
    expect(await one.first('approval 8', 60_000)).toBe(true);
  });

  it('lets an id be new again when its time has passed, and not before', async () => {
    const { redis, one, two } = await instances();
    expect(await one.first('proof', 60_000.4)).toBe(true);
    const [key = ''] = redis.ask('KEYS', '*').split('\n');
    expect(Number(redis.ask('PTTL', key))).toBeGreaterThan(55_000);
    expect(redis.ask('PEXPIRE', key, '1')).toBe('1');
    while (redis.ask('EXISTS', key) === '1') await wait(1);
    expect(await two.first('proof', 60_000)).toBe(true);
  });

  it('counts a limit together, and says when there is more', async () => {
    const { one, two } = await instances();
    const [here, there] = [one, two].map((state) => state.limiter('call', { points: 10, seconds: 60 }));
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, (_, at) => (at % 2 === 0 ? here : there)?.consume('ann')),
    );
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(20);
    for (const { reason } of refused) expect((reason as RateLimiterRes).msBeforeNext).toBeGreaterThan(55_000);
    await expect(there?.consume('bob')).resolves.toBeDefined();
  });

  it('does not ask the store about a caller who is known to be over the limit', async () => {
    const { redis, one } = await instances();
    const limiter = one.limiter('call', { points: 2, seconds: 60 });
    await limiter.consume('ann');
    await limiter.consume('ann');
    const asked = () => Number(/total_commands_processed:(\d+)/.exec(redis.ask('INFO', 'stats'))?.[1]);
    const before = asked();
    for (let at = 0; at < 50; at++) {
      await expect(limiter.consume('ann')).rejects.toMatchObject({ msBeforeNext: expect.any(Number) });
    }
    expect(asked() - before).toBeLessThan(10);
  });

  it('gives all instances one secret, also when they ask for it first and at once', async () => {
    const { redis, one, two } = await instances();
    const secrets = await Promise.all(Array.from({ length: 20 }, (_, at) => (at % 2 ? one : two).secret()));
    expect(new Set(secrets.map((secret) => Buffer.from(secret).toString('hex'))).size).toBe(1);
    expect(secrets[0]).toHaveLength(32);
    redis.ask('FLUSHALL'); // a store may lose it: then all agree on another one
    const other = await two.secret();
    expect(other).not.toEqual(secrets[0]);
    expect(await one.secret()).toEqual(other);
  });

  it('does not take for a secret what is none', async () => {
    const { redis, one } = await instances();
    redis.ask('SET', 'ashlar:echo:secret', 'short');
    await expect(one.secret()).rejects.toThrow('ashlar:echo:secret');
  });

  it('keeps servers apart that share a store, and shows nobody who called what', async () => {
    const { redis, one } = await instances();
    const other = await open(redis.url, 'vault');
    expect(await one.first('ann@acme.test', 60_000)).toBe(true);
    expect(await other.first('ann@acme.test', 60_000)).toBe(true);
    expect(await other.secret()).not.toEqual(await one.secret());
    await other.limiter('call', { points: 1, seconds: 60 }).consume('x');
    const keys = redis.ask('KEYS', '*').split('\n');
    expect(keys).toHaveLength(5);
    for (const key of keys) expect(key).toMatch(/^ashlar:(echo|vault):/);
    expect(keys.join()).not.toContain('acme');
  });

  it('refuses while the store is away, at once, and is back when it is', async () => {
    const redis = await TestRedis.start();
    const one = await open(redis.url);
    const limiter = one.limiter('call', { points: 9, seconds: 60 });
    await limiter.consume('ann');
    lines.length = 0;
    await redis.stop();
    while (!lines.join().includes('cannot be reached')) await wait(5);
    for (const answer of [one.first('a', 1_000), one.secret(), one.check()]) {
      await expect(answer).rejects.toMatchObject(UNAVAILABLE);
    }
    await expect(limiter.consume('ann')).rejects.toBeInstanceOf(Error);
    await wait(500); // some connections are tried in vain
    await redis.start();
    await reached(one);
    expect(await one.first('a', 1_000)).toBe(true);
    await expect(limiter.consume('ann')).resolves.toMatchObject({ consumedPoints: 1 });
    expect(lines.map((line) => JSON.parse(line).message)).toEqual([
      'the shared state cannot be reached',
      'the shared state can be reached again',
    ]);
  });

  it('does not wait for a store that takes commands and does not answer', async () => {
    const { redis, one } = await instances();
    redis.hang(true);
    await expect(one.first('a', 60_000)).rejects.toMatchObject(UNAVAILABLE);
    redis.hang(false);
    await reached(one);
    expect(await one.first('b', 60_000)).toBe(true);
  }, 15_000);

  it('refuses with a store that takes no writes any more, and connects anew to find one that does', async () => {
    const { redis, one } = await instances();
    const connections = () =>
      Number(/total_connections_received:(\d+)/.exec(redis.ask('INFO', 'stats'))?.[1]);
    redis.ask('REPLICAOF', '127.0.0.1', '1');
    const before = connections();
    await expect(one.first('a', 60_000)).rejects.toMatchObject(UNAVAILABLE);
    await reached(one);
    expect(connections() - before).toBe(2); // one of them asked this
    redis.ask('REPLICAOF', 'NO', 'ONE');
    expect(await one.first('a', 60_000)).toBe(true);
  });

  it('starts without a store that is not there yet, refuses, and finds it', async () => {
    const redis = await TestRedis.start();
    await redis.stop();
    const state = await open(redis.url);
    await expect(state.first('a', 1_000)).rejects.toMatchObject(UNAVAILABLE);
    await redis.start();
    await reached(state);
    expect(await state.first('a', 1_000)).toBe(true);
  });

  it('refuses with a store that asks for another password, and tells nobody ours', async () => {
    lines.length = 0;
    const redis = await TestRedis.start('--requirepass', 'right-word');
    const state = await open(redis.url.replace('redis://', 'redis://:wrong-word@'));
    await expect(state.first('a', 1_000)).rejects.toMatchObject(UNAVAILABLE);
    expect(lines.join()).toContain('WRONGPASS');
    expect(lines.join()).not.toMatch(/wrong-word|right-word/);
    const right = await open(redis.url.replace('redis://', 'redis://:right-word@'));
    expect(await right.first('a', 1_000)).toBe(true);
  });

  it.each([
    [[], false],
    [['--maxmemory', '50mb', '--maxmemory-policy', 'noeviction'], false],
    [['--maxmemory', '0', '--maxmemory-policy', 'allkeys-lru'], false],
    [['--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru'], true],
  ])('warns of a store that may forget: %j', async (args, warns) => {
    lines.length = 0;
    const { one } = await instances(...args);
    await one.check(); // answered after the question about memory
    expect(lines.join().includes('may forget')).toBe(warns);
  });
});
