import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { expandBraces } from '../../src/files/glob/braces.ts';
import { compileGlob } from '../../src/files/glob/glob.ts';
import { refusalOf } from './arena.ts';

const cases: [pattern: string, matching: string[], others: string[]][] = [
  ['*.md', ['a.md', 'deep/down/a.md', '.md'], ['a.mdx', 'a.md/b', '']],
  ['/*.md', ['a.md'], ['deep/a.md']],
  ['docs/*.md', ['docs/a.md'], ['docs/x/a.md', 'other/docs/a.md']],
  ['docs/**', ['docs', 'docs/a', 'docs/x/y'], ['docs2', 'a/docs']],
  ['**/docs/**', ['docs', 'a/docs', 'a/docs/b'], ['docs2/a']],
  ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['a', 'ab', 'a/x/bb']],
  ['**', ['', 'a', '.a/b'], []],
  ['build/', ['build', 'x/build'], ['build/x']],
  ['./a', ['a'], ['x/a']],
  ['?', ['a', 'é', '😀', 'x/y'], ['', 'ab']],
  ['[a-c]x', ['ax', 'cx'], ['dx', 'x', '-x']],
  ['[!a-c]x', ['dx', '😀x'], ['ax', '/x']],
  ['a[!a]', ['ab', 'a!'], ['aa']],
  ['[]-]', [']', '-'], ['a']],
  ['[\\]a]', [']', 'a'], ['\\']],
  ['[ab', ['[ab'], ['a']],
  ['[z-a]', [], ['a', 'z', '-']],
  ['*[!😀]', ['a'], ['😀']],
  ['\\*.md', ['*.md'], ['a.md']],
  ['*.{ts,js{,x}}', ['a.ts', 'a.js', 'a.jsx'], ['a.tsx', 'a.{ts']],
  ['{src,test}/*', ['src/a', 'test/a'], ['a', 'x/src/a']],
  ['{a,b/c}', ['a', 'x/a', 'b/c'], ['x/b/c']],
  ['{a}', ['{a}'], ['a']],
  ['{a{b,c}', ['{ab', '{ac'], ['ab']],
  ['\\{a,b}', ['{a,b}'], ['a', 'b']],
  ['a**b', ['ab', 'axxb'], ['a/b']],
  ['__proto__', ['__proto__', 'a/__proto__'], ['constructor']],
  ['a\nb*', ['a\nbc'], ['ab']],
];

describe('a glob', () => {
  it.each(cases)('%j matches what it should and nothing else', (pattern, matching, others) => {
    const matches = compileGlob(pattern);
    expect(matching.filter((path) => !matches(path))).toEqual([]);
    expect(others.filter(matches)).toEqual([]);
  });

  it('can ignore case, in sets and their negations too', () => {
    const options = { ignoreCase: true };
    expect(compileGlob('Docs/*.MD', options)('dOCS/Ä.md')).toBe(true);
    expect(compileGlob('Ä*', options)('ä1')).toBe(true);
    expect(compileGlob('[A-C]', options)('b')).toBe(true);
    expect(compileGlob('[a-c]', options)('B')).toBe(true);
    expect(compileGlob('[!A-C]', options)('b')).toBe(false);
    expect(compileGlob('Docs')('docs')).toBe(false);
  });
});

describe('limits', () => {
  it('refuses an empty pattern and one of more than 1,024 characters', () => {
    expect(refusalOf(() => compileGlob('')).code).toBe('invalid_input');
    expect(compileGlob('a'.repeat(1024))('a')).toBe(false);
    expect(refusalOf(() => compileGlob('a'.repeat(1025))).code).toBe('invalid_input');
  });

  it('expands up to 64 alternatives, and refuses more before it has built them', () => {
    expect(expandBraces('{a,b}'.repeat(6))).toHaveLength(64);
    expect(refusalOf(() => compileGlob(`{${'a,'.repeat(64)}}`)).code).toBe('invalid_input');
    // 2^200 and 200 levels deep: only a refusal on the way comes to an end.
    expect(refusalOf(() => compileGlob('{a,b}'.repeat(200))).code).toBe('invalid_input');
    expect(refusalOf(() => compileGlob('{a,'.repeat(200) + '}'.repeat(200))).code).toBe('invalid_input');
    expect(compileGlob('{'.repeat(1024))('{')).toBe(false);
  });

  it('finishes on patterns that make backtracking matchers explode', () => {
    const long = 'a'.repeat(100_000);
    expect(compileGlob('*a'.repeat(50))(`${long}b`)).toBe(false);
    expect(compileGlob('*a'.repeat(50))(long)).toBe(true);
    expect(compileGlob(`${'*?'.repeat(50)}b`)(long)).toBe(false);
    const deep = 'a/'.repeat(2_000);
    expect(compileGlob(`${'**/a/'.repeat(50)}b`)(`${deep}c`)).toBe(false);
    expect(compileGlob(`${'**/a/'.repeat(50)}b`)(`${deep}b`)).toBe(true);
    expect(compileGlob(`${'**/*a*/'.repeat(50)}b`)(`${deep}c`)).toBe(false);
  });
});

describe('beside picomatch', () => {
  // What both define alike: picomatch knows `[^a]` only, lets it match a slash but no leading dot, reads `**`
  // inside a name its own way, and gives `*/**` (but not `a/**`) another meaning for the folder itself.
  const piece = fc.constantFrom('a', 'b', '.a', '*', '?', '[ab]', '[a-c]', '.b');
  const segment = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join('')),
    },
    { weight: 1, arbitrary: fc.constant('**') },
    { weight: 1, arbitrary: fc.constantFrom('{a,b}', '{a*,.b}', 'x{,a}') },
  );
  const inName = (text: string) => text === '**' || !text.includes('**');
  const pattern = fc
    .array(segment.filter(inName), { minLength: 1, maxLength: 4 })
    .map((segments) => segments.join('/'))
    .filter((glob) => !glob.endsWith('*/**'));
  const name = fc
    .array(fc.constantFrom('a', 'b', 'c', 'x', '.'), { minLength: 1, maxLength: 4 })
    .map((chars) => chars.join(''))
    .filter((text) => !/^\.+$/.test(text));
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));

  it('gives the same answer', () => {
    fc.assert(
      fc.property(pattern, path, (glob, candidate) => {
        const ours = compileGlob(glob)(candidate);
        const subject = glob.includes('/') ? candidate : candidate.slice(candidate.lastIndexOf('/') + 1);
        expect(ours).toBe(picomatch.isMatch(subject, glob, { dot: true }));
      }),
      { numRuns: 5_000 },
    );
  });

  it('gives the same answer for negated sets within a name', () => {
    const negated = fc.array(fc.oneof(piece, fc.constantFrom('[^a]', '[^.b]')), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        negated.map((pieces) => pieces.join('')).filter((text) => !text.includes('**')),
        name.filter((text) => !text.startsWith('.')),
        (glob, candidate) => {
          expect(compileGlob(glob)(candidate)).toBe(picomatch.isMatch(candidate, glob, { dot: true }));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
