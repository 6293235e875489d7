import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIgnored, NO_RULES, parseIgnore } from '../src/walk/gitignore.ts';
import { list, makeFolder, type Tree } from './walk-tree.ts';

const DEEP = Number.POSITIVE_INFINITY;

/** The files that a listing shows. */
function files(folder: string, options = {}, run = {}): string[] {
  const { entries } = list(folder, { depth: DEEP, ...options }, run);
  return entries.filter(({ kind }) => kind === 'file').map(({ relative }) => relative);
}

function git(repository: string, ...args: string[]) {
  const env = { PATH: process.env.PATH, HOME: repository, GIT_DIR: repository, GIT_CONFIG_NOSYSTEM: '1' };
  return spawnSync('git', ['-c', 'core.ignorecase=false', ...args], { env, encoding: 'utf8' });
}
const gitIsHere = git('/').error === undefined;

const anyPattern = fc
  .tuple(
    fc.constantFrom('', '', '', '!'),
    fc.constantFrom('', '', '/'),
    fc.array(
      fc.constantFrom('a', 'b', 'c', '*', '?', '**', 'a*', '[ab]', '[!a]', 'x.log', '*.log', '{a,b}', '\\a'),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    fc.constantFrom('', '', '/'),
  )
  .map(([not, root, segments, end]) => `${not}${root}${segments.join('/')}${end}`);

const anyIgnore = fc.array(fc.oneof(anyPattern, fc.constantFrom('', '# a', 'b  ', '\\!a', '\\#c')), {
  maxLength: 5,
});
const anyPath = fc
  .array(fc.constantFrom('a', 'b', 'c', 'x.log', 'ab', '!a', '#c', '{a,b}'), { minLength: 1, maxLength: 4 })
  .map((segments) => [...segments, 'file'].join('/'));

const anyIgnoringTree = fc
  .tuple(
    fc.array(anyPath, { minLength: 1, maxLength: 8 }),
    fc.array(fc.tuple(fc.constantFrom('', 'a/', 'a/b/'), anyIgnore)),
  )
  .map(([paths, ignores]): Tree => {
    const written = ignores.map(([folder, lines]) => [`${folder}.gitignore`, `${lines.join('\n')}\n`]);
    return Object.fromEntries([...paths.map((path) => [path, '']), ...written]);
  });

describe('.gitignore', () => {
  it.skipIf(!gitIsHere)('hides what git hides (needs git)', () => {
    const repository = makeFolder();
    git(repository, 'init', '-q');
    fc.assert(
      fc.property(anyIgnoringTree, (tree) => {
        const folder = makeFolder(tree);
        const { stdout } = git(
          repository,
          '--work-tree',
          folder,
          'ls-files',
          '-o',
          '--exclude-standard',
          '-z',
          folder,
        );
        expect(files(folder).sort()).toEqual(stdout.split('\0').filter(Boolean).sort());
      }),
    );
  });

  it('nests and negates: the deepest file that has a rule decides', () => {
    const folder = makeFolder({
      '.gitignore': '*.log\nbuild/\n/only-here\na/*\n!keep.log\n',
      'a/.gitignore': '!b\n*.txt\n',
      'a/b/c': '',
      'a/b/d.txt': '',
      'a/x': '',
      'build/out': '',
      'deep/build/out': '',
      'deep/only-here': '',
      'keep.log': '',
      'only-here': '',
      'other.log': '',
      'build.md': '',
    });
    const found = files(folder).filter((path) => !path.endsWith('.gitignore'));
    expect(found).toEqual(['a/b/c', 'build.md', 'deep/only-here', 'keep.log']);
    expect(list(folder, { depth: DEEP }).skipped).toEqual({ ignored: 7 });
  });

  it('tells a folder from what is in it', () => {
    const folder = makeFolder({
      '.gitignore': 'a/**\n!a/keep\nb\n!b/keep',
      'a/keep': '',
      'a/lose': '',
      'b/keep': '',
    });
    expect(files(folder)).toEqual(['.gitignore', 'a/keep']);
  });

  it('holds below the folder it is in, also when a listing begins further down', () => {
    const folder = makeFolder({
      '.gitignore': '*.log',
      'a/.gitignore': '/x',
      'a/b/x': '',
      'a/x': '',
      'a/b/y.log': '',
    });
    expect(files(folder, {}, { relative: 'a' })).toEqual(['a/.gitignore', 'a/b/x']);
    expect(files(folder, {}, { relative: 'a/b' })).toEqual(['a/b/x']);
  });

  it('does not hide a folder from those who ask for it by name', () => {
    const folder = makeFolder({ '.gitignore': 'node_modules/', 'node_modules/a/index.js': '' });
    expect(files(folder)).toEqual(['.gitignore']);
    expect(files(folder, {}, { relative: 'node_modules' })).toEqual(['node_modules/a/index.js']);
  });

  it('is set aside by `all`', () => {
    const folder = makeFolder({ '.gitignore': '*', a: '', 'b/.gitignore': '*', 'b/c': '' });
    expect(files(folder)).toEqual([]);
    expect(files(folder, { all: true })).toEqual(['.gitignore', 'a', 'b/.gitignore', 'b/c']);
    expect(files(folder, { all: true }, { relative: 'b' })).toEqual(['b/.gitignore', 'b/c']);
  });

  it('adds no rules when it is a link or a folder, as in git', () => {
    const folder = makeFolder({ rules: 'a', a: '', 'sub/.gitignore/x': '', 'sub/a': '' });
    symlinkSync('rules', join(folder, '.gitignore'));
    expect(files(folder)).toEqual(['a', 'rules', 'sub/.gitignore/x', 'sub/a']);
  });

  it('may be written on Windows, and may hold nonsense', () => {
    const folder = makeFolder({
      '.gitignore': `a\r\n/\n!\n//\n${'x'.repeat(5_000)}\nb/\r\n`,
      a: '',
      'b/c': '',
      d: '',
    });
    expect(files(folder)).toEqual(['.gitignore', 'd']);
  });

  it('is read to a bound', () => {
    const rules = parseIgnore('a\n'.repeat(100_000));
    expect(rules).toHaveLength(1_000);
    const folder = makeFolder({ '.gitignore': `${'#'.repeat(70_000)}\na\n`, a: '' });
    expect(files(folder)).toContain('a');
  });

  it('takes linear time on patterns that make others backtrack', () => {
    const bombs = [
      '**/a/'.repeat(40),
      'a/**/'.repeat(40),
      '*a'.repeat(120),
      '?*'.repeat(100),
      '[a]*'.repeat(60),
    ];
    const path = `${'a/'.repeat(200)}${'a'.repeat(250)}c`;
    for (const bomb of bombs) {
      expect(isIgnored({ ...NO_RULES, rules: parseIgnore(`${bomb}b`) }, path, false)).toBe(false);
    }
  });
});
