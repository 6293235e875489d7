import { ToolError } from '@ashlar/kit/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../src/edit/apply-edits.ts';
import { diagnose } from '../src/edit/nearest-miss.ts';

const file = [
  "import { a } from './a';",
  '',
  'export function foo(bar: string) {',
  '\tconst x = "hello";',
  '    return x + bar;   ',
  '}',
  '',
  'export function other() {',
  "  if (a) { return 'it’s'; }",
  '  const total = items.reduce((sum, item) => sum + item.price, 0);',
  '}',
  '',
].join('\n');

function miss(text: string, old: string, wanted = 'something else'): { message: string; hint: string } {
  try {
    applyEdits(Buffer.from(text), [{ old, new: wanted }]);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    expect(error.code).toBe('conflict');
    return { message: error.message, hint: error.hint ?? '' };
  }
  throw new Error('This was found.');
}

describe('the difference that kept an edit from being found', () => {
  it.each<[string, string, string]>([
    [
      'a tab against spaces',
      '    const x = "hello";',
      'line 4, column 1, the file has a tab where `old` has 4 spaces',
    ],
    [
      'the number of spaces',
      '      return x + bar;',
      'line 5, column 1, the file has 4 spaces where `old` has 6 spaces',
    ],
    [
      'trailing spaces',
      '    return x + bar;\n}',
      'line 5, column 20, the file has 3 trailing spaces where `old` has the end of the line',
    ],
    [
      'a quotation mark',
      "return 'it's';",
      "column 22, the file has a right single quotation mark (U+2019) where `old` has `'`",
    ],
    ['upper case', 'Return x + bar;', 'line 5, column 5, the file has `return` where `old` has `Return`'],
    [
      'blanks inside a line',
      'foo( bar: string )',
      'line 3, column 21, the file has `bar` where `old` has a space',
    ],
    [
      'another word',
      'sum + item.cost, 0);',
      'line 10, column 56, the file has `price` where `old` has `cost`',
    ],
    [
      'a line in the middle',
      'export function foo(bar: string) {\n  const x = "hello";\n',
      'line 4, column 1, the file has a tab where `old` has 2 spaces',
    ],
    [
      'a line too many',
      'return x + bar;   \n\n}',
      'line 6, column 1, the file has `}` where `old` has the end of the line',
    ],
    [
      'lines after the end',
      'item.price, 0);\n}\n\nmore();',
      'line 12, column 1, the file has the end of the file where',
    ],
    ['a short part of a line', 'if  (a)', 'line 9, column 5, the file has a space where `old` has 2 spaces'],
  ])('%s', (_name, old, words) => {
    expect(miss(file, old).message).toContain(words);
  });

  it.each([
    [
      'a no-break space',
      'a\u00a0b = 1;',
      'a b = 1;',
      'the file has a no-break space (U+00A0) where `old` has a space',
    ],
    ['an em dash', 'total — sum', 'total - sum', 'the file has an em dash (U+2014) where `old` has `-`'],
    ['an unusual letter', 'naïve text', 'naive text', 'the file has `ï` (U+00EF) where `old` has `ive`'],
    ['half of an emoji', 'smile 😀 here', 'smile 😁 here', 'column 7, the file has `😀` (U+1F600) where'],
    [
      'an invisible character',
      'user\u200bname;',
      'username;',
      'the file has `⟦U+200B⟧` where `old` has `name`',
    ],
    ['the end of the file', 'one line', 'one line\nanother', 'the file has the end of the file where'],
  ])('names %s', (_name, text, old, words) => {
    expect(miss(text, old).message).toContain(words);
  });

  it('shows at most five lines of the file, cut round the difference', () => {
    const lines = Array.from({ length: 40 }, (_, i) => `line number ${i} ${'x'.repeat(500)} end`);
    const old = lines.slice(10, 30).join('\n').replace('number 20 ', 'number  20 ');
    const { message, hint } = miss(lines.join('\n'), old);
    expect(message).toContain('line 21, column 12');
    expect(hint.split('\n').length).toBeLessThanOrEqual(6);
    expect(hint.length).toBeLessThan(1_100);
    const long = `${'word '.repeat(2_000)}here it is ${'word '.repeat(2_000)}`;
    const cut = miss(long, 'here it was');
    expect(cut.message).toContain('the file has `is` where `old` has `was`');
    expect(cut.hint).toContain('here it is');
    expect(cut.hint.length).toBeLessThan(300);
  });
});

describe('other reasons', () => {
  it('tells that line numbers were copied along', () => {
    for (const numbers of ['3: ', '3→', '  3\t', '3| ']) {
      const old = `${numbers}export function foo(bar: string) {\n${numbers}\tconst x = "hello";\n`;
      const { message, hint } = miss(file, old);
      expect(message).toContain('line numbers');
      expect(hint).toContain('line 3');
    }
  });

  it('does not take every number for a line number', () => {
    expect(miss('12: twelve\n', '12: twelf').message).not.toContain('line numbers');
  });

  it('tells that the edit seems to be done', () => {
    const { message } = miss(file, 'no such text', 'const x = "hello";');
    expect(message).toContain('`new` does, at line 4');
  });

  it('does not conclude that from a short `new`', () => {
    expect(miss(file, 'retrun x', 'x').message).not.toContain('applied');
  });

  it('says so where nothing is like it, or the file is empty', () => {
    expect(miss(file, 'zebra crossing').message).toContain('nothing there is like it');
    expect(miss(file, '{}[]').message).toContain('nothing there is like it');
    expect(miss('', 'zebra').message).toContain('empty');
  });
});

describe('bounds', () => {
  const visible = fc.constantFrom('a', 'b c', ' ', '\t', '\n', '”', '"', '1: ', '😀', '}', '\u202e');
  const text = fc.array(visible, { maxLength: 20 }).map((parts) => parts.join(''));

  it('is short for any text, and never repeats a long `old`', () => {
    fc.assert(
      fc.property(text, text, text, (content, old, wanted) => {
        fc.pre(old !== '' && !content.includes(old));
        const { message, hint } = diagnose(content, old, wanted);
        expect(message.length + hint.length).toBeLessThan(1_500);
        expect(message).not.toContain('undefined');
        expect(hint.split('\n').length).toBeLessThanOrEqual(6);
      }),
    );
    const old = `  return x + bar; ${'secret '.repeat(5_000)}`;
    const { message, hint } = miss(file, old);
    expect(message.length + hint.length).toBeLessThan(1_000);
  });

  it('takes linear time in a large file with a long `old`', () => {
    const lines = Array.from(
      { length: 100_000 },
      (_, i) => `  const value${i % 97} = compute(${i}); // a comment`,
    );
    const old = `${lines.slice(50_000, 51_000).join('\n')};`;
    expect(miss(lines.join('\n'), old).message).toContain('line 51000, column');
    const flat = 'a'.repeat(1 << 20);
    expect(miss(flat, `${'a'.repeat(32_000)}b`).message).toContain('nothing');
    const same = 'x y z\n'.repeat(50_000);
    expect(miss(same, 'x y z\n'.repeat(10_000).replace(/\n$/, ' z')).message).toContain('line 10000');
  });
});
