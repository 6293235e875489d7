import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withDeadline } from '../../src/call/deadline.ts';
import { ToolError } from '../../src/errors.ts';

const never = () => new Promise<never>(() => {});
const listenersOf = (signal: AbortSignal) => {
  let count = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: never[]) => {
    count += 1;
    addEventListener.apply(signal, args as never);
  };
  signal.removeEventListener = (...args: never[]) => {
    count -= 1;
    removeEventListener.apply(signal, args as never);
  };
  return () => count;
};

describe('a task with a deadline', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('gives what the task gives, and throws what it throws', async () => {
    const { signal } = new AbortController();
    expect(await withDeadline(signal, 1_000, async () => 'value')).toBe('value');
    await expect(withDeadline(signal, 1_000, () => Promise.reject(new Error('own')))).rejects.toThrow('own');
    const sync = () => {
      throw new Error('at once');
    };
    await expect(withDeadline(signal, 1_000, sync)).rejects.toThrow('at once');
  });

  it('leaves neither timer nor listener behind', async () => {
    const { signal } = new AbortController();
    const listeners = listenersOf(signal);
    await withDeadline(signal, 1_000, async () => {});
    await withDeadline(signal, 1_000, () => Promise.reject(new Error())).catch(() => {});
    expect([vi.getTimerCount(), listeners()]).toEqual([0, 0]);
  });

  it('stops at its time, not before, and says how long that was', async () => {
    const outcome = vi.fn();
    void withDeadline(new AbortController().signal, 60_000, never).catch(outcome);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(outcome).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(outcome.mock.calls[0]?.[0]).toMatchObject({
      code: 'timeout',
      message: 'The call took longer than 60 s and was stopped.',
      hint: 'Ask for less at once.',
      retryable: true,
    });
  });

  it('tells the task with the error that the caller gets', async () => {
    let inner: AbortSignal | undefined;
    const stopped = withDeadline(new AbortController().signal, 10, (signal) => {
      inner = signal;
      return never();
    }).catch((error) => error);
    await vi.advanceTimersByTimeAsync(10);
    expect(inner?.reason).toBe(await stopped);
  });

  it('stops when the caller does', async () => {
    const controller = new AbortController();
    const stopped = withDeadline(controller.signal, 60_000, never);
    controller.abort(new Error('a reason of the transport'));
    await expect(stopped).rejects.toEqual(new ToolError('cancelled', 'The call was cancelled.'));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not begin where the caller stopped before', async () => {
    const task = vi.fn(never);
    await expect(withDeadline(AbortSignal.abort(), 60_000, task)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(task).not.toHaveBeenCalled();
  });
});

it('bears a task that fails after it was given up on', async () => {
  const rejected: unknown[] = [];
  const note = (error: unknown) => rejected.push(error);
  process.on('unhandledRejection', note);
  const controller = new AbortController();
  const task = withDeadline(controller.signal, 60_000, () =>
    wait(1).then(() => Promise.reject(new Error('late'))),
  );
  controller.abort();
  await expect(task).rejects.toMatchObject({ code: 'cancelled' });
  await wait(20);
  process.off('unhandledRejection', note);
  expect(rejected).toEqual([]);
});
