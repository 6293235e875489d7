import { describe, expect, it } from 'vitest';
import { failure, inFile, makeFolder, search } from './walk-tree.ts';

describe('a query', () => {
  it('may be in any case', async () => {
    const text = 'ÉCLAIR\néclair\nStraße\nΟΔΟΣ\nοδος\nοδόσ\nno\n';
    expect(await inFile(text, 'éclair')).toEqual(['2:éclair']);
    expect(await inFile(text, 'éCLAIR', { ignoreCase: true })).toEqual(['1:ÉCLAIR', '2:éclair']);
    expect(await inFile(text, 'STRASSE', { ignoreCase: true })).toEqual(['3:Straße']);
    expect(await inFile(text, 'οδοσ', { ignoreCase: true })).toEqual(['4:ΟΔΟΣ', '5:οδος']);
    expect(await inFile(text, 'É', { ignoreCase: true, regex: true })).toEqual(['1:ÉCLAIR', '2:éclair']);
    expect(await inFile(`${'ß'.repeat(300)}X${'ß'.repeat(300)}`, 'x', { ignoreCase: true })).toEqual([
      `1:…${'ß'.repeat(100)}X${'ß'.repeat(99)}…`,
    ]);
  });

  it('is taken literally unless it is said to be a regular expression', async () => {
    expect(await inFile('a.c\nabc\n(\n', 'a.c')).toEqual(['1:a.c']);
    expect(await inFile('a.c\nabc\n(\n', '(')).toEqual(['3:(']);
    expect(await inFile('a.c\nabc\n(\n', 'a.c', { regex: true })).toEqual(['1:a.c', '2:abc']);
  });

  it.each([
    ['The query is empty.', '', false],
    ['A query has at most 1000 characters.', 'x'.repeat(1_001), false],
    ['A query has at most 1000 characters.', 'x'.repeat(1_001), true],
    ['The query has a line break in it, and lines are searched one by one.', 'a\nb', false],
    ['uses lookaround, which RE2', 'a(?=b)', true],
    ['uses lookaround, which RE2', '(?<!a)b', true],
    ['uses a backreference, which RE2', '(a)\\1', true],
    ['uses a backreference, which RE2', '(?<n>a)\\k<n>', true],
    ['uses an atomic group or a possessive quantifier, which RE2', '(?>a)', true],
    ['uses an atomic group or a possessive quantifier, which RE2', 'a++', true],
    ['The regular expression is not valid: missing closing ]', '[a', true],
    ['The regular expression is not valid: invalid repeat count', 'a{9999}', true],
  ])('is refused where it has to be: %s', async (message, query, regex) => {
    const error = await failure(() => search(makeFolder(), { query, regex }));
    expect(error).toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(message),
      hint: expect.any(String),
    });
  });
});
