import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ToolError } from '../../src/errors.ts';
import { parseRoot } from '../../src/files/roots/parse-root.ts';
import { prepareRoots } from '../../src/files/roots/prepare-roots.ts';
import { type Arena, makeArena } from './arena.ts';

describe('the words of a root', () => {
  const posix = { cwd: '/desk', home: '/home/me', platform: 'linux' } as const;
  const windows = { cwd: 'C:\\work', home: 'C:\\Users\\me', platform: 'win32' } as const;

  it.each([
    ['notes', '/desk/notes', undefined],
    ['notes:ro', '/desk/notes', false],
    ['./notes/:rw', '/desk/notes', true],
    ['/a/../b', '/b', undefined],
    ['/a:b', '/a:b', undefined],
    ['odd:ro:rw', '/desk/odd:ro', true],
    ['notes:RO', '/desk/notes:RO', undefined],
    ['~', '/home/me', undefined],
    ['~/notes:ro', '/home/me/notes', false],
    ['~me', '/desk/~me', undefined],
    ["'quoted' ", "/desk/'quoted' ", undefined],
    ['/', '/', undefined],
  ])('%j is %s', (spec, given, writable) => {
    expect(parseRoot(spec, posix)).toEqual({ given, writable });
  });

  it.each([
    ['D:\\notes', 'D:\\notes', undefined],
    ['D:\\notes:ro', 'D:\\notes', false],
    ['C:\\', 'C:\\', undefined],
    ['~\\notes', 'C:\\Users\\me\\notes', undefined],
    ['\\\\server\\share\\notes:rw', '\\\\server\\share\\notes', true],
  ])('%j is %s on Windows', (spec, given, writable) => {
    expect(parseRoot(spec, windows)).toEqual({ given, writable });
  });

  it.each([
    ['', 'The root "" has no path.'],
    [':ro', 'The root ":ro" has no path.'],
    ['file:///etc', 'The root "file:///etc" is a URI; write it as a plain path.'],
    ['a\0b', 'A root cannot contain a NUL character.'],
  ])('%j is refused in one sentence', (spec, sentence) => {
    expect(() => parseRoot(spec, posix)).toThrow(new ToolError('invalid_input', sentence));
  });

  it('takes a home folder with a dollar sign as it is', () => {
    expect(parseRoot('~/a', { ...posix, home: '/home/$&' }).given).toBe('/home/$&/a');
  });
});

describe.skipIf(process.platform === 'win32')('the roots of a process (with POSIX paths)', () => {
  let arena: Arena;
  let warnings: string[] = [];
  const prepare = (specs: string[], readOnly = false) => {
    warnings = [];
    return prepareRoots(specs, { readOnly, warn: (message) => warnings.push(message), cwd: arena.base });
  };
  beforeAll(() => {
    arena = makeArena();
    for (const folder of ['a/notes', 'b/notes', 'c/Notes-2', 'c/notes']) {
      mkdirSync(join(arena.base, folder), { recursive: true });
    }
    arena.write('a/todo.md');
    symlinkSync(join(arena.base, 'a'), join(arena.base, 'to-a'));
  });
  afterAll(() => arena.remove());

  it('keep what was written beside the real path', () => {
    expect(prepare(['to-a/notes'])).toEqual([
      {
        name: 'notes',
        given: join(arena.base, 'to-a/notes'),
        real: join(arena.base, 'a/notes'),
        writable: true,
      },
    ]);
    expect(warnings).toEqual([]);
  });

  it('have rights: their own, and none to write where the process has none', () => {
    const rights = (readOnly: boolean) =>
      prepare(['a', 'b:ro', 'c:rw'], readOnly).map(({ writable }) => writable);
    expect(rights(false)).toEqual([true, false, true]);
    expect(rights(true)).toEqual([false, false, false]);
  });

  it('have names that differ in more than case', () => {
    const names = prepare(['a/notes', 'b/notes', 'c/Notes-2', 'c/notes']).map(({ name }) => name);
    expect(names).toEqual(['notes', 'notes-2', 'Notes-2-2', 'notes-3']);
    expect(prepare(['/'])[0]?.name).toBe('root');
  });

  it('are left out with a warning when they are missing or neither a folder nor a file', () => {
    expect(prepare(['gone', 'a']).map(({ name }) => name)).toEqual(['a']);
    expect(warnings).toEqual(['The root "gone" is left out: it does not exist.']);
    prepare(['a/todo.md/x', 'a']);
    expect(warnings).toEqual(['The root "a/todo.md/x" is left out: it cannot be reached (ENOTDIR).']);
  });

  it.skipIf(process.platform === 'win32')('are never devices', () => {
    prepare(['/dev/null', 'a']);
    expect(warnings).toEqual([
      'The root "/dev/null" is left out: it is neither a folder nor a regular file.',
    ]);
  });

  it.skipIf(process.platform !== 'linux')('are never paths that could be confused with others', () => {
    mkdirSync(Buffer.concat([Buffer.from(join(arena.base, 'odd')), Buffer.from([0xff])]));
    mkdirSync(join(arena.base, 'odd\uFFFD'));
    prepare(['odd\uFFFD', 'a']);
    expect(warnings).toEqual(['The root "odd\uFFFD" is left out: its real path is not valid Unicode.']);
  });

  it('count once when written twice, without write rights if either entry has none', () => {
    expect(prepare(['a', 'to-a:ro', 'b'])).toMatchObject([
      { name: 'a', writable: false },
      { name: 'b', writable: true },
    ]);
    expect(warnings).toEqual([
      `The root "to-a:ro" is the same place as "${join(arena.base, 'a')}" and counts once.`,
    ]);
    expect(prepare(['a:ro', 'to-a'])).toMatchObject([{ name: 'a', writable: false }]);
  });

  it('stay apart when one lies in another', () => {
    expect(prepare(['a', 'a/notes:ro']).map(({ name, writable }) => [name, writable])).toEqual([
      ['a', true],
      ['notes', false],
    ]);
  });

  it('can be a single file, which is only read', () => {
    expect(prepare(['a/todo.md'])).toMatchObject([{ name: 'todo.md', writable: false }]);
    expect(warnings).toEqual([]);
    prepare(['a/todo.md:rw']);
    expect(warnings).toEqual(['The root "a/todo.md:rw" is a single file, which is only read.']);
  });

  it('must be at least one', () => {
    const sentence = 'No root is left: give at least one existing folder as <root>, for example ~/notes.';
    expect(() => prepare(['gone'])).toThrow(new ToolError('invalid_input', sentence));
    expect(() => prepare([])).toThrow(new ToolError('invalid_input', sentence));
  });
});
