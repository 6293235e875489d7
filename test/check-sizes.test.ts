import { describe, expect, it } from 'vitest';
import { sizes } from '../scripts/check/sizes.ts';
import { finds } from './finds.ts';
import { planted } from './planted.ts';

const LONG = 'shared/kit/src/long.ts';
const lines = (count: number) => '\n'.repeat(count);
/** A function of so many lines, under its first line, and short ones beside it. */
const long = (head: string, count: number) =>
  `${head} {\n${lines(count - 2)}}\n${'function short() {\n}\n'.repeat(12)}`;
const files = (count: number, text: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`shared/kit/src/file-${at}.ts`, text]));

describe('the check sizes', () => {
  finds(sizes, [
    ['a long file', { ...files(6, ''), [LONG]: lines(251) }, `${LONG} has 251 lines, more than 250`],
    ['a long function', { [LONG]: long('export function a()', 61) }, `${LONG}:1 has 61 lines, more than 60`],
    [
      'a long function in a constant',
      { [LONG]: long('export const a = async (b: string) =>', 61) },
      `${LONG}:1 has 61 lines, more than 60`,
    ],
    [
      'a long function with a generic parameter and one parameter a line',
      { [LONG]: long('export async function a<T>(\n  b: T,\n): Promise<T>', 61) },
      `${LONG}:1 has 63 lines, more than 60`,
    ],
    [
      'a long method',
      { [LONG]: `${long('class A {\n  async #b(): Promise<void>', 61).replace('\n}\n', '\n  }\n}\n')}` },
      `${LONG}:2 has 61 lines, more than 60`,
    ],
    [
      'a long file among the scripts',
      { ...files(6, ''), 'scripts/a.mjs': lines(251) },
      'scripts/a.mjs has 251 lines, more than 250',
    ],
    ['many long files', files(8, lines(71)), 'the 50 % point of files is 71 lines, more than 70'],
    ['some very long files', files(2, lines(151)), 'the 90 % point of files is 151 lines, more than 150'],
    [
      'many long functions',
      files(
        2,
        long('function a()', 31)
          .repeat(3)
          .replaceAll(/function short.*\n}\n/g, ''),
      ),
      'the 90 % point of functions is 31 lines, more than 30',
    ],
  ]);

  it('does not let expressions hide long functions', async () => {
    const expressions = 'const b = () => 1;\n'.repeat(100);
    const text = `function a() {\n${lines(29)}}\n${expressions}`;
    expect(await sizes(await planted({ ...files(6, ''), [LONG]: text }))).toEqual([
      'the 90 % point of functions is 31 lines, more than 30',
    ]);
  });

  it('lets files and functions be as long as they may be', async () => {
    const root = await planted({
      ...files(6, ''),
      'shared/kit/src/a.ts': lines(250),
      [LONG]: long('function a()', 60),
    });
    expect(await sizes(root)).toEqual([]);
  });
});
