import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stateOf, unlessFresh } from '../scripts/setup/stamp.mjs';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ashlar-stamp-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a task with a stamp', () => {
  const inputs = fc.oneof(fc.constantFrom([], ['a'], ['a', 'b'], [['a', 'b']], 'a', null), fc.jsonValue());
  const run = fc.record({ inputs, fails: fc.boolean() });
  let stamps = 0;

  it('is done unless it was done with the same inputs, and again where it failed', () => {
    fc.assert(
      fc.property(fc.array(run), (runs) => {
        const stamp = join(folder, 'stamps', String(stamps++));
        let done: string | undefined;
        for (const { inputs, fails } of runs) {
          let started = false;
          const attempt = () =>
            unlessFresh(stamp, inputs, () => {
              started = true;
              if (fails) throw new Error('no network');
            });
          const fresh = JSON.stringify(inputs) === done;
          if (fails && !fresh) expect(attempt).toThrow('no network');
          else attempt();
          expect(started).toBe(!fresh);
          if (!fails) done = JSON.stringify(inputs);
        }
      }),
    );
  });
});

describe('the state of a folder', () => {
  const sources = () => join(folder, 'sources');
  const file = (name: string) => join(sources(), name);
  /** Writes a file as it was written at one and the same second. */
  const write = async (name: string, text: string, second = 1) => {
    await writeFile(file(name), text);
    await utimes(file(name), second, second);
  };
  const changes: [string, () => Promise<unknown>][] = [
    ['a new file', () => write('new.ts', '')],
    ['a new file further down', () => write('deep/new.ts', '')],
    ['a file that is gone', () => rm(file('deep/a.ts'))],
    ['another size', () => write('deep/a.ts', 'longer')],
    ['another time', () => write('deep/a.ts', 'short', 2)],
  ];

  it.each(changes)('differs with %s', async (_, change) => {
    await rm(sources(), { recursive: true, force: true });
    await mkdir(file('deep'), { recursive: true });
    await write('deep/a.ts', 'short');
    const before = stateOf(sources());
    expect(stateOf(sources())).toEqual(before);
    await change();
    expect(stateOf(sources())).not.toEqual(before);
  });
});

it('the state of one file is its own, and of a missing one there is none', async () => {
  const path = join(folder, 'alone.ts');
  await writeFile(path, 'a');
  expect(stateOf(path)).toEqual([[path, 1, expect.any(Number)]]);
  expect(stateOf(join(folder, 'missing'))).toEqual([]);
});
