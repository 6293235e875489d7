import { describe, expect, it } from 'vitest';
import { Atlas } from '../../src/files/guard/atlas.ts';
import { createNames } from '../../src/files/guard/names.ts';
import type { Root } from '../../src/files/roots/root.ts';
import { type Refusal, refusalOf, rootAt } from './arena.ts';

function reader(roots: Root[], platform: NodeJS.Platform = 'linux', byName = roots.length > 1) {
  const home = platform === 'win32' ? 'C:\\Users\\me' : '/home/me';
  const read = createNames(new Atlas(roots, platform, byName), { platform, home });
  const real = (asked: string) => read(asked).real;
  const shown = (asked: string) => read(asked).shown;
  const refusal = (asked: string): Refusal => refusalOf(() => read(asked));
  return { read, real, shown, refusal };
}

describe('with one root', () => {
  const { real, shown, refusal } = reader([rootAt('/home/me/allowed', { given: '/link' })]);

  it.each([
    ['a/b.txt', 'a/b.txt'],
    ['', ''],
    ['.', ''],
    ['./a//b/', 'a/b'],
    ['a/../b', 'b'],
    ['/home/me/allowed/a', 'a'],
    ['/home/me/allowed/', ''],
    ['/link/a', 'a'],
    ['/etc/../link/a', 'a'],
    ['~/allowed/a', 'a'],
    ['./~/a', '~/a'],
    ['~a', '~a'],
    [' a ', ' a '],
    ['"a"', '"a"'],
    ["'a'", "'a'"],
    ['a\\..\\..\\b', 'a\\..\\..\\b'],
    ['C:\\x', 'C:\\x'],
    ['CON', 'CON'],
    ['...', '...'],
    ['__proto__', '__proto__'],
    ['allowed/a', 'allowed/a'],
  ])('reads %j', (asked, relative) => {
    expect(real(asked)).toBe(relative === '' ? '/home/me/allowed' : `/home/me/allowed/${relative}`);
    expect(shown(asked)).toBe(relative === '' ? '.' : relative);
  });

  it.each([
    '..',
    '../allowed_evil/secret.txt',
    'a/../../b',
    '/',
    '/etc/passwd',
    '/home/me/allowed_evil/secret.txt',
    '/home/me/allowe',
    '/home/me',
    '/home/me/allowed/../x',
    '/linked',
    '/LINK/a',
    '~',
    '~/',
    '~/x',
  ])('refuses %j as outside', (asked) => {
    const { code, message, hint } = refusal(asked);
    expect(code).toBe('forbidden');
    expect(message).toBe(`"${asked}" is outside the folders this server may use.`);
    expect(hint).toBe(refusal('..').hint);
  });

  it.each([
    ['NUL', 'a\0b'],
    ['a lone surrogate', 'a\uD800'],
    ['4,097 bytes', 'a'.repeat(4_097)],
    ['4,097 bytes in two-byte characters', `${'é'.repeat(2_048)}a`],
  ])('refuses %s', (_, asked) => {
    expect(refusal(asked)).toMatchObject({ code: 'invalid_input' });
  });

  it('takes 4,096 bytes', () => {
    expect(real('é'.repeat(2_048))).toHaveLength('/home/me/allowed/'.length + 2_048);
  });

  it('quotes at most 200 characters of a path, and no control characters', () => {
    expect(refusal(`/${'x'.repeat(4_000)}`).message.length).toBeLessThan(300);
    expect(refusal('/\n\u2028\u001b[31m').message).toContain('"/⟦U+000A⟧⟦U+2028⟧⟦U+001B⟧[31m"');
  });
});

describe('with several roots', () => {
  const outer = rootAt('/data/outer');
  const inner = rootAt('/data/outer/deep/inner', { writable: false });
  const cafe = rootAt('/caf\u00E9');
  const { read, real, shown, refusal } = reader([outer, inner, cafe]);

  it('wants the name of one first', () => {
    expect(real('outer/a')).toBe('/data/outer/a');
    expect(real('inner')).toBe('/data/outer/deep/inner');
    expect(shown('outer')).toBe('outer');
    expect(shown('./inner/a')).toBe('inner/a');
    expect(real('outer/../inner/a')).toBe('/data/outer/deep/inner/a');
    expect(real('cafe\u0301/a')).toBe('/caf\u00E9/a');
  });

  it.each(['', '.', 'a', 'outer2/a', 'Outer/a', '__proto__'])('does not guess what %j means', (asked) => {
    expect(refusal(asked)).toMatchObject({
      code: 'invalid_input',
      hint: 'Start the path with one of: outer, inner, caf\u00E9.',
    });
  });

  it('gives what lies in two of them to the inner one', () => {
    expect(read('outer/deep/inner/a')).toMatchObject({ root: inner, relative: 'a', shown: 'inner/a' });
    expect(read('/data/outer/deep/inner')).toMatchObject({ root: inner, relative: '' });
    expect(read('outer/deep/inner2')).toMatchObject({ root: outer, relative: 'deep/inner2' });
    expect(read('outer/deep')).toMatchObject({ root: outer, relative: 'deep' });
  });

  it('refuses to climb out of them', () => {
    expect(refusal('outer/../..').code).toBe('forbidden');
    expect(refusal('..').code).toBe('forbidden');
  });
});

describe('with the whole disk, or a single file', () => {
  it('needs no separator behind the root', () => {
    const { real, read } = reader([rootAt('/', { name: 'root' })]);
    expect(real('/etc/passwd')).toBe('/etc/passwd');
    expect(read('etc')).toMatchObject({ real: '/etc', relative: 'etc' });
    expect(read('/')).toMatchObject({ real: '/', relative: '' });
  });

  it('calls a file by its name', () => {
    const { real, shown, refusal } = reader([rootAt('/notes/todo.md')], 'linux', true);
    expect(real('todo.md')).toBe('/notes/todo.md');
    expect(real('.')).toBe('/notes/todo.md');
    expect(shown('/notes/todo.md')).toBe('todo.md');
    expect(refusal('/notes/todo.mdx').code).toBe('forbidden');
    expect(refusal('other.md').code).toBe('invalid_input');
  });
});

describe('on Windows', () => {
  const { read, real, refusal } = reader([rootAt('C:\\Data', { name: 'Data', given: 'd:\\Link' })], 'win32');

  it.each([
    ['a\\b/c', 'a/b/c'],
    ['.\\a\\..\\b', 'b'],
    ['C:\\Data\\a', 'a'],
    ['c:/dATA/a', 'a'],
    ['D:\\link\\a', 'a'],
    [' a', ' a'],
    ['console.log', 'console.log'],
    ['com10', 'com10'],
    ['~a', '~a'],
  ])('reads %j', (asked, relative) => {
    expect(read(asked)).toMatchObject({ relative, real: `C:\\Data\\${relative.replaceAll('/', '\\')}` });
  });

  it.each([
    '..\\x',
    'a\\..\\..\\x',
    'C:\\Data2\\x',
    'C:\\',
    '\\Data\\a',
    '\\\\server\\share\\a',
    '\\??\\C_\\x',
    '~\\a',
    '~',
  ])('refuses %j as outside', (asked) => {
    expect(refusal(asked).code).toBe('forbidden');
  });

  it.each([
    '\\\\?\\C:\\Data\\a',
    '//?/C:/Data/a',
    '\\\\.\\PhysicalDrive0',
    '\\\\.\\pipe\\x',
    'a.txt:stream',
    'a.txt::$DATA',
    'C:a',
    'C:\\Data\\a:b',
    'CON',
    'a\\nul',
    'a/NUL.txt',
    'nul .txt',
    'com1',
    'LPT\u00B2.log',
    'conin$',
    'a.',
    'a \\b',
    '.. \\x',
    '...',
  ])('refuses %j, which opens something else', (asked) => {
    expect(refusal(asked).code).toBe('invalid_input');
  });

  it('knows a root that is a drive', () => {
    const drive = reader([rootAt('C:\\', { name: 'C' })], 'win32');
    expect(drive.real('a')).toBe('C:\\a');
    expect(drive.real('c:\\a')).toBe('C:\\a');
    expect(drive.real('C:\\')).toBe('C:\\');
    expect(real('')).toBe('C:\\Data');
  });
});
