import { describe, expect, it } from 'vitest';
import { changed } from './change.ts';
import { says, saysOnly } from './said.ts';

describe('what a page shows of an answer', () => {
  it.each([
    ['one\ntwo\nthree', 'two\nthree', true],
    ['one\ntwo\nthree', 'two\n', true],
    ['one\ntwo\nthree', 'tw', false],
    ['one\ntwo\nthree', 'one\nthree', false],
    ['one\ntwo\nthree', 'one\n…\nthree', true],
    ['one\nthree', 'one\n…\nthree', true],
    ['one\ntwo', 'three\n…', false],
    ['7 tools, ~852 tokens, 41 ms', '7 tools, ~… tokens, … ms', true],
    ['8 tools, ~852 tokens, 41 ms', '7 tools, ~… tokens, … ms', false],
    ['a.b', 'a.b', true],
    ['axb', 'a.b', false],
  ])('%j as %j: %j', (output, expected, is) => {
    expect(says(output, expected)).toBe(is);
  });

  it('is all of it where nothing is left out', () => {
    expect(saysOnly('one\ntwo', 'one\ntwo')).toBe(true);
    expect(saysOnly('one\ntwo', 'two')).toBe(false);
    expect(saysOnly('one\ntwo', 'one')).toBe(false);
    expect(saysOnly('one\ntwo', '…\ntwo')).toBe(true);
  });
});

describe('a change', () => {
  const text = 'one\ntwo\nthree\n';

  it('takes the place of what it shows, at each place', () => {
    expect(changed(text, '# a.txt\n one\n-two\n+zwei\n')).toBe('one\nzwei\nthree\n');
    expect(changed(text, '# a.txt\n-one\n+eins\n@@\n three\n+four\n')).toBe('eins\ntwo\nthree\nfour\n');
  });

  it.each(['# a.txt\n four\n+five\n', '# a.txt\n one\n-three\n', '# a.txt\n-tw\n+zwei\n'])(
    'that does not fit is refused: %j',
    (diff) => expect(() => changed(text, diff)).toThrow('not once'),
  );

  it('that fits twice is refused', () => {
    expect(() => changed(`${text}${text}`, '# a.txt\n-two\n')).toThrow('not once');
  });
});
