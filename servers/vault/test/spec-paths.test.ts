import { describe, expect, it } from 'vitest';
import type { VaultFile } from '../src/index/vault-file.ts';
import { resolveLink } from '../src/resolve/resolve-link.ts';
import type { Rule } from '../src/resolve/resolve-path.ts';
import { safePath } from '../src/resolve/safe-path.ts';
import { emptyVault, fileOf, indexOf, resolve } from './vault.ts';

const none = undefined;

/** A rule, the vault, the note that links, the link, and where it leads. */
type Case = [
  name: string,
  files: string[],
  from: string,
  link: string,
  path: string | undefined,
  rule?: Rule,
];

describe('2.3 from a path to a file', () => {
  const cases: Case[] = [
    ['0 no path: the note itself', ['a/b.md', 'b.md'], 'a/b.md', '[[#H]]', 'a/b.md', 'self'],
    ['1 the name decides', ['a/Note.md'], 'x.md', '[[Note]]', 'a/Note.md', 'only_one'],
    ['1 .md may be written', ['a/Note.md'], 'x.md', '[[Note.md]]', 'a/Note.md', 'only_one'],
    ['1 in any case', ['a/Note.md'], 'x.md', '[[Note.MD]]', 'a/Note.md', 'only_one'],
    ['1 and so may the extension on the disk', ['a/Ext.MD'], 'x.md', '[[ext]]', 'a/Ext.MD', 'only_one'],
    ['1 a name with a dot', ['v1.2.md'], 'x.md', '[[v1.2]]', 'v1.2.md', 'exact_path'],
    ['1 what is written comes first', ['b/a.png.md', 'b/a.png'], 'x.md', '[[a.png]]', 'b/a.png', 'only_one'],
    [
      '1 with .md it is the other',
      ['b/a.png.md', 'b/a.png'],
      'x.md',
      '[[a.png.md]]',
      'b/a.png.md',
      'only_one',
    ],
    ['1 attachments need their extension', ['image.png'], 'x.md', '[[image]]', none],
    ['1 attachments with it', ['files/image.png'], 'x.md', '![[Image.PNG]]', 'files/image.png', 'only_one'],
    ['1 a canvas', ['files/c.canvas'], 'x.md', '[[c.canvas]]', 'files/c.canvas', 'only_one'],
    ['1 no case matters', ['Ünder/NOTE.md'], 'x.md', '[[ünDER/note]]', 'Ünder/NOTE.md', 'exact_path'],
    ['1 nor the Unicode form', ['Mu\u0308ller.md'], 'x.md', '[[Müller]]', 'Mu\u0308ller.md', 'exact_path'],
    ['1 nor the kind of blank', ['a\u202fb.md'], 'x.md', '[[a\u00a0b]]', 'a\u202fb.md', 'exact_path'],
    ['1 nor the form of a sigma', ['d/ΟΔΟΣ.md'], 'x.md', '[[οδος]]', 'd/ΟΔΟΣ.md', 'only_one'],
    ['1 nothing of that name', ['Note.md'], 'x.md', '[[Nope]]', none],
    ['2 one candidate, wherever', ['a/b/c/d/Note.md'], 'z/z/x.md', '[[Note]]', 'a/b/c/d/Note.md', 'only_one'],
    ['3 ./ from the folder', ['a/Note.md', 'Note.md'], 'a/x.md', '[[./Note]]', 'a/Note.md', 'relative'],
    ['3 ../ from the folder', ['a/Note.md', 'Note.md'], 'a/b/x.md', '[[../Note]]', 'a/Note.md', 'relative'],
    ['3 several steps', ['a/Note.md', 'c/Note.md'], 'a/b/x.md', '[[../../c/Note]]', 'c/Note.md', 'relative'],
    ['3 as Markdown', ['a/My Note.md'], 'a/b/x.md', '[x](../My%20Note.md)', 'a/My Note.md', 'relative'],
    ['3 a miss: no path ends in ./', ['a/Note.md', 'b/Note.md'], 'c/x.md', '[[./Note]]', none],
    ['3 out of the vault', ['Note.md'], 'x.md', '[[../Note]]', none],
    ['3 and in again', ['Note.md'], 'x.md', '[[../vault/Note]]', none],
    [
      '4 a whole path wins over the note beside',
      ['Note.md', 'a/b/Note.md'],
      'a/b/x.md',
      '[[Note]]',
      'Note.md',
      'exact_path',
    ],
    [
      '4 also with folders',
      ['b/Note.md', 'a/b/Note.md'],
      'a/b/x.md',
      '[[b/Note]]',
      'b/Note.md',
      'exact_path',
    ],
    [
      '4 a slash in front: only that',
      ['Note.md', 'a/Note.md'],
      'a/x.md',
      '[[/Note]]',
      'Note.md',
      'exact_path',
    ],
    ['4 a slash in front: nothing else', ['a/Note.md'], 'a/x.md', '[[/Note]]', none],
    ['5 the end of a path', ['a/b/Note.md', 'c/Note.md'], 'x.md', '[[b/Note]]', 'a/b/Note.md', 'only_one'],
    ['5 at a folder, not inside of its name', ['ab/Note.md'], 'x.md', '[[b/Note]]', none],
    [
      '5 as it is written, and not the note beside',
      ['x/b/N.md', 'yy/b/N.md', 'z/N.md'],
      'z/s.md',
      '[[b/N]]',
      'x/b/N.md',
      'shortest_path',
    ],
    ['5 a wrong folder', ['a/Note.md'], 'x.md', '[[Nope/Note]]', none],
    [
      '5 Markdown is looked up everywhere',
      ['Sub/My Note.md'],
      'x.md',
      '[y](My%20Note.md)',
      'Sub/My Note.md',
      'only_one',
    ],
    [
      '6 the own folder',
      ['zzzz/Note.md', 'b/Note.md'],
      'zzzz/src.md',
      '[[Note]]',
      'zzzz/Note.md',
      'own_folder',
    ],
    [
      '6 no folder above',
      ['zzzz/Note.md', 'b/Note.md'],
      'zzzz/y/src.md',
      '[[Note]]',
      'b/Note.md',
      'shortest_path',
    ],
    [
      '6 a folder below',
      ['zzzz/y/Note.md', 'b/Note.md'],
      'zzzz/src.md',
      '[[Note]]',
      'zzzz/y/Note.md',
      'below_own_folder',
    ],
    [
      '6 a folder below, with a path',
      ['z/y/b/N.md', 'b/b/N.md'],
      'z/src.md',
      '[[b/N]]',
      'z/y/b/N.md',
      'below_own_folder',
    ],
    [
      '6 not one that only begins like it',
      ['zz/y/Note.md', 'b/Note.md'],
      'z/src.md',
      '[[Note]]',
      'b/Note.md',
      'shortest_path',
    ],
    [
      '7 the shortest path, not the fewest folders',
      ['a/b/Note.md', 'zzzz/zzz/Note.md', 'zzzzzz/Note.md'],
      'x.md',
      '[[Note]]',
      'a/b/Note.md',
      'shortest_path',
    ],
    [
      '7 the shortest of two',
      ['Archive/Target.md', 'Research/Target.md'],
      'x.md',
      '[[Target]]',
      'Archive/Target.md',
      'shortest_path',
    ],
    [
      '8 of one length the first by code points',
      ['b/Note.md', 'a/Note.md'],
      'x.md',
      '[[Note]]',
      'a/Note.md',
      'first_of_equals',
    ],
    ['9 an alias resolves nothing', ['Note.md'], 'x.md', '[[Other name]]', none],
    ['10 a case of its own', ['A/Note.md', 'a/note.md'], 'x.md', '[[a/note]]', 'a/note.md', 'exact_path'],
    ['10 a hyphen is no blank', ['a-b.md'], 'x.md', '[[a b]]', none],
    ['10 nor is an underscore', ['a_b.md'], 'x.md', '[[a b]]', none],
    ['no path out of the vault', ['etc/passwd.md'], 'x.md', '[[../../etc/passwd]]', none],
    ['names of objects', ['a.md'], 'x.md', '[[__proto__]]', none],
  ];

  it.each(cases)('%s', (_name, files, from, link, path, rule) => {
    const vault = { ...emptyVault(...files), 'noise/Other.md': '---\naliases: [Other name]\n---\n' };
    const found = resolve(indexOf(vault), link, from);
    expect(found.file?.path).toBe(path);
    if (path === undefined)
      expect(found).toMatchObject({ status: 'missing', rule: undefined, candidates: [] });
    else if (rule !== undefined) expect(found.rule).toBe(rule);
  });

  it('8 says what else it might have been, shortest first, and only then', () => {
    const index = indexOf(emptyVault('bb/Note.md', 'a/Note.md', 'c/Note.md', 'c/d/Only.md', 'd/Other.md'));
    const several = resolve(index, '[[Note]]', 'x.md');
    expect(several.status).toBe('ambiguous');
    expect(several.candidates.map(({ path }) => path)).toEqual(['a/Note.md', 'c/Note.md', 'bb/Note.md']);
    expect(resolve(index, '[[bb/Note]]', 'x.md')).toMatchObject({ status: 'resolved' });
    expect(resolve(index, '[[Only]]', 'x.md').candidates).toHaveLength(1);
  });

  it('8 orders by code points, not by UTF-16 units', () => {
    const index = indexOf(emptyVault('\u{1f600}/Note.md', '\uff21x/Note.md'));
    expect(resolve(index, '[[Note]]', 'x.md').file?.path).toBe('\uff21x/Note.md');
  });

  it('6 finds the shortest below among many, as among few, and after changes', () => {
    const noise = Array.from({ length: 100 }, (_, at) => `z${at}/x/Index.md`);
    const index = indexOf(
      emptyVault(...noise, 'a/Index.md', 'ab/c/d/Index.md', 'ab/e/Index.md', 'ab/f/Index.md'),
    );
    const found = (from: string) => resolve(index, '[[Index]]', from);
    expect(found('ab/x.md')).toMatchObject({ rule: 'below_own_folder', file: { path: 'ab/e/Index.md' } });
    expect(found('z7/x.md').file?.path).toBe('z7/x/Index.md');
    expect(found('z7/x/x.md').rule).toBe('own_folder');
    expect(found('nope/x.md')).toMatchObject({ rule: 'shortest_path', file: { path: 'a/Index.md' } });
    index.remove('ab/e/Index.md');
    expect(found('ab/x.md').file?.path).toBe('ab/f/Index.md');
    index.put(fileOf('ab/Z/Index.md', ''));
    index.put(fileOf('ab/b/Index.md', 'x'));
    expect(found('ab/x.md').file).toBe(index.get('ab/Z/Index.md'));
    index.put(fileOf('ab/Z/Index.md', 'changed'));
    expect(found('ab/x.md').file).toBe(index.get('ab/Z/Index.md'));
  });

  it('11 writes the name where it is the only one, or else the whole path', () => {
    const index = indexOf(emptyVault('a/Note.md', 'b/Note.md', 'c/d/Only.md', 'c/pic.png'));
    const text = (path: string) => safePath(index, fileAtPath(index, path), 'x.md');
    expect(['c/d/Only.md', 'a/Note.md', 'b/Note.md', 'c/pic.png'].map(text)).toEqual([
      'Only',
      'a/Note',
      'b/Note',
      'pic.png',
    ]);
  });

  it('10 is ambiguous between names that differ in case only', () => {
    const index = indexOf(emptyVault('a/Note.md', 'a/note.md'));
    expect(resolve(index, '[[a/NOTE]]', 'x.md')).toMatchObject({ status: 'ambiguous', rule: 'exact_path' });
  });

  it('needs to know the note only where it matters', () => {
    const index = indexOf(emptyVault('a/Note.md', 'b/c/Note.md'));
    expect(resolve(index, '[[Note]]')).toMatchObject({ status: 'ambiguous', rule: 'shortest_path' });
    expect(resolve(index, '[[#H]]')).toMatchObject({ status: 'invalid' });
    expect(resolve(index, '[[./a/Note]]').file?.path).toBe('a/Note.md');
  });

  it('takes the path of a canvas card as it is', () => {
    const canvas = JSON.stringify({
      nodes: [
        { type: 'file', file: 'Note.md' },
        { type: 'file', file: 'a/Note.md' },
      ],
    });
    const index = indexOf({ ...emptyVault('a/Note.md'), 'c.canvas': canvas });
    const [edge, other] = index.get('c.canvas')?.facts?.links ?? [];
    expect(edge && resolveCardOf(index, edge)).toBe(undefined);
    expect(other && resolveCardOf(index, other)).toBe('a/Note.md');
  });
});

function fileAtPath(index: ReturnType<typeof indexOf>, path: string): VaultFile {
  return index.get(path) as VaultFile;
}

function resolveCardOf(index: ReturnType<typeof indexOf>, link: Parameters<typeof resolveLink>[1]) {
  return resolveLink(index, link, 'c.canvas').file?.path;
}
