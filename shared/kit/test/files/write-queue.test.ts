import { describe, expect, it } from 'vitest';
import { busyKeys, serialise, serialiseAll } from '../../src/files/write/queue.ts';

/** A promise that a test settles when it likes. */
function gate(): { promise: Promise<void>; open(): void } {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

const turns = async (count = 20) => {
  for (let i = 0; i < count; i++) await null;
};

describe('tasks of one key', () => {
  it('run one after another in the order they came', async () => {
    const log: string[] = [];
    const task = (name: string) => async () => {
      log.push(`${name} begins`);
      await turns();
      log.push(`${name} ends`);
      return name;
    };
    const all = ['a', 'b', 'c'].map((name) => serialise('key', task(name)));
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('go on after one that fails', async () => {
    const failing = serialise('key', () => Promise.reject(new Error('no')));
    const next = serialise('key', async () => 'yes');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });

  it('leave nothing behind', async () => {
    await Promise.allSettled([
      serialise('a', async () => 1),
      serialise('a', () => Promise.reject(new Error('no'))),
      serialise('b', async () => 2),
    ]);
    await turns();
    expect(busyKeys()).toBe(0);
  });

  it('do not wait for other keys', async () => {
    const closed = gate();
    const slow = serialise('slow', () => closed.promise);
    expect(await serialise('quick', async () => 'done')).toBe('done');
    closed.open();
    await slow;
  });
});

describe('a task that is given up', () => {
  it('while it waits is not run, and those behind it still wait for those before it', async () => {
    const closed = gate();
    const giveUp = new AbortController();
    const log: string[] = [];
    const first = serialise('key', async () => {
      await closed.promise;
      log.push('first');
    });
    const second = serialise('key', async () => void log.push('second'), giveUp.signal);
    const third = serialise('key', async () => void log.push('third'));
    giveUp.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    await turns();
    expect(log).toEqual([]);
    closed.open();
    await Promise.all([first, third]);
    expect(log).toEqual(['first', 'third']);
    await turns();
    expect(busyKeys()).toBe(0);
  });

  it('before it came is not run', async () => {
    let ran = false;
    const task = async () => {
      ran = true;
    };
    await expect(serialise('key', task, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    expect(ran).toBe(false);
  });
});

describe('tasks of several keys', () => {
  it('exclude each other without ever waiting in a circle', async () => {
    let running = 0;
    const task = async () => {
      expect(++running).toBe(1);
      await turns();
      running--;
    };
    const pairs = [['a', 'b'], ['b', 'a'], ['a', 'b'], ['b', 'b'], ['b']];
    await Promise.all(pairs.map((keys) => serialiseAll(keys, task)));
    await turns();
    expect(busyKeys()).toBe(0);
  });
});
