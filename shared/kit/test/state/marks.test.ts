import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Caller } from '../../src/context.ts';
import { createLog } from '../../src/log/log.ts';
import { marksFor } from '../../src/state/marks.ts';
import { MemoryState } from '../../src/state/memory-state.ts';
import { openState } from '../../src/state/open-state.ts';
import { server } from '../fixture/echo-server.ts';
import { hasRedis, TestRedis } from '../fixture/redis.ts';

const LOCAL: Caller = { subject: 'local', scopes: [], via: 'stdio' };
const ann: Caller = { subject: 'ann', tenant: 'acme', scopes: [], via: 'key', client: 'one' };
const HOUR = 3_600_000;

describe('marks in memory', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'Date'] }));
  afterEach(() => void vi.useRealTimers());

  it('last as long as they were set for, and hold what was set last', async () => {
    const marks = marksFor(new MemoryState(), 'echo', LOCAL);
    expect(await marks.get('read', HOUR)).toBeUndefined();
    await marks.set('read', 'OPS-1', HOUR);
    await marks.set('read', { id: 'OPS-2' }, HOUR);
    vi.advanceTimersByTime(HOUR - 1);
    expect(await marks.get('read', HOUR)).toEqual({ data: { id: 'OPS-2' } });
    expect(await marks.get('other', HOUR)).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(await marks.get('read', HOUR)).toBeUndefined();
  });

  it('are of one person of one tenant at one server, through whatever program', async () => {
    const state = new MemoryState();
    await marksFor(state, 'echo', ann).set('read', 1, 2 * HOUR);
    vi.advanceTimersByTime(HOUR);
    const { client: _, ...elsewhere } = ann;
    for (const same of [ann, { ...ann, client: 'two' }, elsewhere]) {
      expect(await marksFor(state, 'echo', same).get('read', HOUR)).toEqual({ data: 1 });
    }
    for (const other of [
      { ...ann, tenant: 'globex' },
      { ...ann, subject: 'bob' },
      { ...ann, via: 'token' },
    ]) {
      expect(await marksFor(state, 'echo', other).get('read', HOUR)).toBeUndefined();
    }
    expect(await marksFor(state, 'vault', ann).get('read', HOUR)).toBeUndefined();
  });

  it('are unknown for as long as a process has not run, but to the client that began with it', async () => {
    const state = new MemoryState();
    expect(await marksFor(state, 'echo', LOCAL).get('read', HOUR)).toBeUndefined();
    const marks = marksFor(state, 'echo', ann);
    vi.advanceTimersByTime(HOUR - 1);
    expect(await marks.get('read', HOUR)).toBe('unknown');
    vi.advanceTimersByTime(1);
    expect(await marks.get('read', HOUR)).toBeUndefined();
  });

  it('are unknown again for a while where there were too many to remember', async () => {
    const state = new MemoryState();
    vi.advanceTimersByTime(HOUR);
    const marks = marksFor(state, 'echo', ann);
    await state.keep('the first', 'x', HOUR);
    vi.advanceTimersByTime(HOUR / 2);
    expect(await marks.get('read', HOUR)).toBeUndefined();
    for (let at = 0; at < 20_000; at++) await state.keep(`id ${at}`, 'x', HOUR);
    expect(await state.kept('the first')).toBeUndefined();
    expect(await marks.get('read', HOUR)).toBe('unknown');
    vi.advanceTimersByTime(HOUR / 2);
    expect(await marks.get('read', HOUR)).toBeUndefined();
  });
});

describe.skipIf(!hasRedis)('marks in Redis (need redis-server)', () => {
  const log = createLog({ level: 'debug', fields: {}, pretty: false, write: () => {} });

  async function states() {
    const redis = await TestRedis.start();
    const both = await Promise.all([1, 2].map(() => openState(redis.url, server, log)));
    for (const state of both) onTestFinished(() => state.close());
    const [one, two] = both.map((state) => marksFor(state, 'echo', ann));
    return { redis, one: one as NonNullable<typeof one>, two: two as NonNullable<typeof two> };
  }

  it('are known on all instances from their first moment on, and tell nobody who looks into it', async () => {
    const { redis, one, two } = await states();
    expect(await two.get('read', HOUR)).toBeUndefined();
    await one.set('read', 'OPS-12 of acme', HOUR);
    expect(await two.get('read', HOUR)).toEqual({ data: 'OPS-12 of acme' });
    const [key = ''] = redis.ask('KEYS', '*kept*').split('\n');
    expect(Number(redis.ask('PTTL', key))).toBeGreaterThan(HOUR - 60_000);
    expect(key + redis.ask('GET', key)).not.toMatch(/ann|acme|OPS|read/);
  });

  it('count as set where what they hold cannot be opened, and are not told of where the store is away', async () => {
    const { redis, one, two } = await states();
    await one.set('read', 'OPS-12', HOUR);
    redis.ask('DEL', 'ashlar:echo:secret');
    expect(await two.get('read', HOUR)).toEqual({ data: undefined });
    await redis.stop();
    await expect(two.get('read', HOUR)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(one.set('read', 'x', HOUR)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
