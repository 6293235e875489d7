import { expect, it } from 'vitest';
import type { Check } from '../scripts/check/check.ts';
import { type Files, planted } from './planted.ts';

/** What is planted in a healthy workspace, and the one thing that a check is to say of it. */
export type Fault = readonly [what: string, files: Files, said: string | RegExp];

/** A check finds each fault, only that, and nothing in a healthy workspace. */
export function finds(check: Check, faults: readonly Fault[]): void {
  it('finds nothing where all is well', async () => {
    expect(await check(await planted())).toEqual([]);
  });

  it.each(faults)('finds %s', async (_, files, said) => {
    const expected = typeof said === 'string' ? said : expect.stringMatching(said);
    expect(await check(await planted(files))).toEqual([expected]);
  });
}
