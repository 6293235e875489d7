import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inTime } from '../src/show/in-time.ts';

it('gives what a task gives, or nothing where the task has to go on', async () => {
  let ended = false;
  const slow = wait(50).then(() => {
    ended = true;
  });
  expect(await inTime(Promise.resolve('done'), 10_000)).toBe('done');
  await expect(inTime(Promise.reject(new Error('no')), 10_000)).rejects.toThrow('no');
  expect(await inTime(slow, 1)).toBe(undefined);
  expect(ended).toBe(false);
  await slow;
  expect(ended).toBe(true);
});
