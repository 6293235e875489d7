import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Slot } from '../../src/files/guard/guard.ts';
import { copyTree } from '../../src/files/write/copy-tree.ts';
import { temporaryName } from '../../src/files/write/leftover-name.ts';
import { type MoveOptions, movePlace } from '../../src/files/write/move-place.ts';
import { replaceFile } from '../../src/files/write/replace-file.ts';
import { startWalk } from '../../src/files/write/tree.ts';
import { type Desk, makeDesk, refusalOf } from './write-desk.ts';

let desk: Desk;
beforeEach(() => {
  desk = makeDesk();
});
afterEach(() => desk.remove());

type Options = Partial<MoveOptions> & { before?: (from: Slot, to: Slot) => void; onto?: Desk };

/** Moves; `before` runs when both slots are held already. */
const move = (from: string, to: string, { before, onto = desk, ...options }: Options = {}) =>
  desk.slot(from, (source) =>
    onto.slot(to, async (target) => {
      before?.(source, target);
      return movePlace(source, target, { denied: desk.guard.denied, ...options });
    }),
  );

describe('moving', () => {
  it('gives a file another name and leaves nothing behind', async () => {
    desk.put('a', 'text');
    const { ino } = statSync(desk.path('a'));
    expect(await move('a', 'b')).toEqual({ files: 1, folders: 0 });
    expect(desk.names()).toEqual(['b']);
    expect(statSync(desk.path('b')).ino).toBe(ino);
  });

  it('moves a folder with all that is in it', async () => {
    for (const name of ['f/a', 'f/b/c']) desk.put(name, name);
    mkdirSync(desk.path('to'));
    expect(await move('f', 'to/g')).toEqual({ files: 2, folders: 2 });
    expect(desk.names()).toEqual(['to/', 'to/g/', 'to/g/a', 'to/g/b/', 'to/g/b/c']);
  });

  it('moves links themselves, with the text they have', async () => {
    desk.put('target', 'precious');
    mkdirSync(desk.path('to'));
    for (const [name, text] of [
      ['link', 'target'],
      ['nowhere', 'no/where'],
    ] as const) {
      symlinkSync(text, desk.path(name));
      await move(name, `to/${name}`);
      expect(readlinkSync(desk.path(`to/${name}`))).toBe(text);
    }
    expect(desk.names()).toEqual(['target', 'to/', 'to/link', 'to/nowhere']);
  });
});

describe('copying', () => {
  it('copies files with their rights and times', async () => {
    desk.put('a', 'text');
    chmodSync(desk.path('a'), 0o640);
    utimesSync(desk.path('a'), 1_000, 1_000);
    expect(await move('a', 'b', { copy: true })).toEqual({ files: 1, folders: 0 });
    expect([desk.text('a'), desk.text('b')]).toEqual(['text', 'text']);
    const { mode, mtimeMs, ino } = statSync(desk.path('b'));
    expect([mode & 0o777, mtimeMs]).toEqual([0o640, 1_000_000]);
    expect(ino).not.toBe(statSync(desk.path('a')).ino);
  });

  it('copies folders with all that is in them, links as links', async () => {
    for (const name of ['f/a', 'f/b/c']) desk.put(name, name);
    mkdirSync(desk.path('f/empty'));
    chmodSync(desk.path('f/b'), 0o710);
    symlinkSync('../f', desk.path('f/loop'));
    expect(await move('f', 'g', { copy: true })).toEqual({ files: 3, folders: 3 });
    expect(desk.names().filter((name) => name.startsWith('g'))).toEqual([
      'g/',
      'g/a',
      'g/b/',
      'g/b/c',
      'g/empty/',
      'g/loop',
    ]);
    expect(desk.text('g/b/c')).toBe('f/b/c');
    expect(statSync(desk.path('g/b')).mode & 0o777).toBe(0o710);
    expect(readlinkSync(desk.path('g/loop'))).toBe('../f');
  });

  it.skipIf(process.platform === 'win32')('takes the bits away that lend rights', async () => {
    desk.put('a', '#!/bin/sh\n');
    chmodSync(desk.path('a'), 0o4755);
    await move('a', 'b', { copy: true });
    expect(statSync(desk.path('b')).mode & 0o7777).toBe(0o755);
  });

  it('copies large files in pieces, until cancelled', async () => {
    desk.put('a', Buffer.alloc(3_000_000, 'x'));
    await move('a', 'b', { copy: true });
    expect(statSync(desk.path('b')).size).toBe(3_000_000);
    const stop = new AbortController();
    const copying = move('a', 'c', { copy: true, signal: stop.signal });
    setImmediate(() => stop.abort());
    expect((await refusalOf(copying)).code).toBe('cancelled');
    expect(desk.names()).toEqual(['a', 'b']);
  });

  it.skipIf(process.platform === 'win32')('leaves nothing behind where it fails (needs mkfifo)', async () => {
    for (const name of ['f/a', 'f/b/c']) desk.put(name, name);
    execFileSync('mkfifo', [desk.path('f/b/pipe')]);
    expect((await refusalOf(move('f', 'g', { copy: true }))).code).toBe('forbidden');
    expect(existsSync(desk.path('g'))).toBe(false);
    expect(desk.text('f/b/c')).toBe('f/b/c');
  });
});

describe('what is there already', () => {
  const things: [string, (path: string) => void][] = [
    ['a file', (path) => writeFileSync(path, 'theirs')],
    ['an empty folder', (path) => mkdirSync(path)],
    ['a link to nowhere', (path) => symlinkSync('nowhere', path)],
  ];
  const sources = ['file', 'folder', 'link'];

  for (const [name, create] of things) {
    for (const source of sources) {
      for (const copy of [false, true]) {
        const verb = copy ? 'copying' : 'moving';
        it(`stays: ${name}, ${verb} a ${source}, also when it came at the last moment`, async () => {
          desk.put('file', 'ours');
          desk.put('folder/inner', 'ours');
          symlinkSync('file', desk.path('link'));
          const late = await refusalOf(move(source, 'to', { copy, before: (_, to) => create(to.path) }));
          expect(late.code).toBe('conflict');
          expect((await refusalOf(move(source, 'to', { copy }))).code).toBe('conflict');
          expect(late.message).toContain('"to" exists already');
          const expected = [
            'file',
            'folder/',
            'folder/inner',
            'link',
            name === 'an empty folder' ? 'to/' : 'to',
          ];
          expect(desk.names()).toEqual(expected);
          if (name === 'a file') expect(desk.text('to')).toBe('theirs');
        });
      }
    }
  }

  it('waits for a write that is under way', async () => {
    desk.put('a', 'old');
    const write = desk.slot('a', (slot) => replaceFile(slot, () => Buffer.from('new')));
    await Promise.all([write, move('a', 'b')]);
    expect([desk.names(), desk.text('b')]).toEqual([['b'], 'new']);
  });

  it('stays where two move there at once', async () => {
    desk.put('a', 'a');
    desk.put('b', 'b');
    const results = await Promise.allSettled([move('a', 'c'), move('b', 'c')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(desk.names()).toHaveLength(2);
  });
});

describe('moving refuses', () => {
  it.each<[string, string, string, string]>([
    ['what is not there', 'missing', 'to', 'not_found'],
    ['a folder into itself', 'f', 'f/b/g', 'invalid_input'],
    ['a folder onto itself', 'f', 'f', 'invalid_input'],
    ['a file onto itself', 'f/a', 'f/a', 'conflict'],
    ['a name for temporary files', 'f/a', temporaryName('x'), 'invalid_input'],
  ])('%s', async (_name, from, to, code) => {
    for (const name of ['f/a', 'f/b/c']) desk.put(name, name);
    for (const copy of [false, true]) {
      expect((await refusalOf(move(from, to, { copy }))).code).toBe(code);
      expect(desk.names()).toEqual(['f/', 'f/a', 'f/b/', 'f/b/c']);
    }
  });

  it('the lock of a write', async () => {
    desk.put(temporaryName('x'), '');
    expect((await refusalOf(move(temporaryName('x'), 'to'))).code).toBe('invalid_input');
  });

  it('does not take a folder with a longer name for one inside', async () => {
    desk.put('f/a', '');
    expect(await move('f', 'f2')).toEqual({ files: 1, folders: 1 });
  });

  it('a folder with something protected in it', async () => {
    desk.put('f/deep/.env', 'SECRET');
    for (const copy of [false, true]) {
      const error = await refusalOf(move('f', 'g', { copy }));
      expect(error.code).toBe('forbidden');
      expect(error.message).not.toContain('.env');
    }
    expect(desk.names()).toEqual(['f/', 'f/deep/', 'f/deep/.env']);
  });

  it('a folder in which a rule would bind something else afterwards', async () => {
    desk.put('cloud/credentials', 'text');
    const error = await refusalOf(move('cloud', '.aws'));
    expect(error.code).toBe('forbidden');
  });

  it.skipIf(process.platform === 'win32')('FIFOs (needs mkfifo)', async () => {
    execFileSync('mkfifo', [desk.path('pipe')]);
    for (const copy of [false, true]) {
      expect((await refusalOf(move('pipe', 'to', { copy }))).code).toBe('forbidden');
    }
    expect(desk.names()).toEqual(['pipe']);
  });

  it('to follow a link that has taken the place of a file', async () => {
    desk.put('secret', 'SECRET');
    for (const copy of [true, false]) {
      desk.put('a', 'ours');
      const before = (from: Slot) => {
        unlinkSync(from.path);
        symlinkSync(desk.path('secret'), from.path);
      };
      await move('a', `b${copy}`, { copy, before });
      expect(readlinkSync(desk.path(`b${copy}`))).toBe(desk.path('secret'));
      rmSync(desk.path('a'), { force: true });
    }
  });

  it('to follow a link that takes the place of a file or folder at the last moment', async () => {
    desk.put('secret/file', 'SECRET');
    for (const [name, target] of [
      ['file', 'secret/file'],
      ['folder', 'secret'],
    ] as const) {
      if (name === 'file') desk.put(name, 'ours');
      else mkdirSync(desk.path(name));
      const entry = { path: desk.path(name), relative: name, stat: lstatSync(desk.path(name)) };
      rmSync(desk.path(name), { recursive: true });
      symlinkSync(target, desk.path(name));
      await expect(copyTree(entry, desk.path('to'), startWalk(name, undefined))).rejects.toThrow();
      expect(existsSync(desk.path('to'))).toBe(false);
    }
  });
});

const OTHER_DISK = ['/dev/shm', '/run/shm'].find(
  (path) => existsSync(path) && statSync(path).dev !== statSync(tmpdir()).dev,
);

describe.skipIf(!OTHER_DISK)('to another disk (needs a second file system at /dev/shm)', () => {
  let other: Desk;
  beforeEach(() => {
    other = makeDesk(OTHER_DISK);
  });
  afterEach(() => other.remove());

  it('copies, then deletes', async () => {
    for (const name of ['f/a', 'f/b/c', 'file']) desk.put(name, name);
    symlinkSync('a', desk.path('f/link'));
    symlinkSync('file', desk.path('link'));
    await move('f', 'g', { onto: other });
    await move('file', 'file', { onto: other });
    await move('link', 'link', { onto: other });
    expect(desk.names()).toEqual([]);
    expect(other.names()).toEqual(['file', 'g/', 'g/a', 'g/b/', 'g/b/c', 'g/link', 'link']);
    expect(other.text('g/b/c')).toBe('f/b/c');
  });

  it('never over what is there', async () => {
    desk.put('file', 'ours');
    const before = (_: Slot, to: Slot) => writeFileSync(to.path, 'theirs');
    expect((await refusalOf(move('file', 'file', { onto: other, before }))).code).toBe('conflict');
    expect([desk.text('file'), other.text('file')]).toEqual(['ours', 'theirs']);
  });

  it.skipIf(process.platform === 'win32')(
    'leaves everything where it was if it fails (needs mkfifo)',
    async () => {
      desk.put('f/a', 'a');
      execFileSync('mkfifo', [desk.path('f/pipe')]);
      expect((await refusalOf(move('f', 'g', { onto: other }))).code).toBe('forbidden');
      expect(desk.names()).toEqual(['f/', 'f/a', 'f/pipe']);
      expect(other.names()).toEqual([]);
    },
  );
});

describe('a file with two names', () => {
  it('keeps the other', async () => {
    desk.put('a', 'text');
    linkSync(desk.path('a'), desk.path('other'));
    await move('a', 'b');
    expect(desk.names()).toEqual(['b', 'other']);
  });
});
