import { expect, it } from 'vitest';
import { inTime } from '../src/show/in-time.ts';

it('gives what a task gives, or nothing where the task has to go on', async () => {
  expect(await inTime(Promise.resolve('done'), 10_000)).toBe('done');
  await expect(inTime(Promise.reject(new Error('no')), 10_000)).rejects.toThrow('no');
  let end = (_: string) => {};
  const slow = new Promise<string>((resolve) => {
    end = resolve;
  });
  expect(await inTime(slow, 1)).toBe(undefined);
  end('late');
  expect(await slow).toBe('late');
});
