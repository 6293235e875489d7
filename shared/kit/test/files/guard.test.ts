import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Held } from '../../src/files/guard/guard.ts';
import { type Arena, makeArena, refusalOf, rootAt, textOf, WAYS } from './arena.ts';

const { O_RDONLY, O_RDWR, O_WRONLY, O_TRUNC } = constants;

describe.each(WAYS)('holding $way', ({ platform, skipped }) => {
  let arena: Arena;
  const read = (path: string, guard = arena.guard()) => textOf(guard.hold(path));
  const refusal = (path: string, guard = arena.guard()) => refusalOf(() => read(path, guard));
  const inRoot = (path: string) => join(arena.root, path);
  /** By descriptor the held file is still at hand; by name it is lost, and that must be said. */
  const expectHeldOrRefused = (held: Held, text: string) => {
    if (platform === 'linux') expect(textOf(held)).toBe(text);
    else expect(refusalOf(() => textOf(held)).code).toBe('conflict');
  };
  beforeEach(({ skip }) => {
    if (skipped) skip(skipped);
    arena = makeArena(platform);
    arena.write('allowed/a.txt', 'A');
    arena.write('allowed/sub/b.txt', 'B');
  });
  afterEach(() => arena?.remove());

  it('gives the place, the state and the content', () => {
    const held = arena.guard().hold('sub//./b.txt');
    expect(held).toMatchObject({ relative: 'sub/b.txt', shown: 'sub/b.txt' });
    expect(held.stat.size).toBe(1);
    expect(textOf(held)).toBe('B');
  });

  it('takes absolute paths below the root', () => {
    expect(read(inRoot('a.txt'))).toBe('A');
  });

  it('holds folders, the root among them, whose path lists and reaches into them', () => {
    const root = arena.guard().hold('.');
    expect(root).toMatchObject({ relative: '', shown: '.' });
    expect(readdirSync(root.path).sort()).toEqual(['a.txt', 'sub']);
    closeSync(root.open(O_RDONLY));
    const sub = arena.guard().hold('sub');
    expect(readdirSync(sub.path)).toEqual(['b.txt']);
    root.close();
    sub.close();
  });

  it('keeps blanks, quotes and other odd characters as parts of names', () => {
    for (const name of ['a.txt ', ' a.txt', '"a.txt"', "'a.txt'", 'a\nb', '😀', '__proto__', '-rf']) {
      arena.write(`allowed/${name}`, name);
      expect(read(name)).toBe(name);
    }
    expect(refusal('b.txt ').code).toBe('not_found');
  });

  it('says that something does not exist in the words of the caller', () => {
    for (const path of ['gone', 'gone/deeper', 'a.txt/below', 'sub/gone.txt', '...']) {
      expect(refusal(path)).toMatchObject({ code: 'not_found', message: `"${path}" does not exist.` });
    }
    expect(refusal(`sub/${'x'.repeat(300)}`).code).toBe('invalid_input');
  });

  it('refuses siblings that share the beginning of their name with the root', () => {
    for (const path of ['../allowed_evil/secret.txt', `${arena.root}_evil/secret.txt`]) {
      expect(refusal(path).code).toBe('forbidden');
    }
  });

  it('does not take a root that has been exchanged for a link', () => {
    const guard = arena.guard();
    renameSync(arena.root, join(arena.base, 'moved'));
    symlinkSync(arena.outside, arena.root);
    for (const path of ['.', 'secret.txt', inRoot('secret.txt')]) {
      expect(refusal(path, guard).code).toBe('not_found');
    }
  });

  it('never gives what has taken the name of the held file', () => {
    const held = arena.guard().hold('a.txt');
    renameSync(inRoot('a.txt'), inRoot('kept.txt'));
    arena.write('allowed/a.txt', 'ANOTHER');
    expectHeldOrRefused(held, 'A');
  });

  it('never goes through a link that has taken the name of a folder, not even to the held file', () => {
    const held = arena.guard().hold('sub/b.txt');
    renameSync(inRoot('sub'), join(arena.outside, 'sub'));
    symlinkSync(join(arena.outside, 'sub'), inRoot('sub'));
    expectHeldOrRefused(held, 'B');
  });

  it('opens no FIFO through a link that has taken its name', () => {
    const held = arena.guard().hold('a.txt');
    execFileSync('mkfifo', [join(arena.outside, 'fifo')]);
    renameSync(inRoot('a.txt'), inRoot('kept.txt'));
    symlinkSync(join(arena.outside, 'fifo'), inRoot('a.txt'));
    // A FIFO nobody reads would answer this with an error of its own.
    if (platform !== 'linux') expect(refusalOf(() => held.open(O_WRONLY)).code).toBe('conflict');
    expectHeldOrRefused(held, 'A');
  });

  it('opens for writing, which truncates nothing but the held file', () => {
    const held = arena.guard().hold('a.txt');
    closeSync(held.open(O_WRONLY | O_TRUNC));
    expect(read('a.txt')).toBe('');
    arena.write('allowed/c.txt', 'C');
    const exchanged = arena.guard().hold('c.txt');
    renameSync(inRoot('c.txt'), inRoot('kept.txt'));
    arena.write('allowed/c.txt', 'IN ITS PLACE');
    const open = () => closeSync(exchanged.open(O_WRONLY | O_TRUNC));
    if (platform === 'linux') open();
    else expect(refusalOf(open).code).toBe('conflict');
    expect(read('c.txt')).toBe('IN ITS PLACE');
  });

  it('does not open for writing in a read-only root', () => {
    const held = arena.guard({ roots: [rootAt(arena.root, { writable: false })] }).hold('a.txt');
    for (const flags of [O_WRONLY, O_RDWR, O_RDONLY | O_TRUNC]) {
      expect(refusalOf(() => held.open(flags)).code).toBe('forbidden');
    }
    expect(textOf(held)).toBe('A');
  });

  it('can be closed twice without closing what has the number by then', () => {
    const held = arena.guard().hold('a.txt');
    held.close();
    const fd = openSync(inRoot('a.txt'), O_RDONLY);
    held.close();
    expect(fstatSync(fd).size).toBe(1);
    closeSync(fd);
  });

  it.skipIf(process.getuid?.() === 0)('says so when the system refuses (not as root)', () => {
    mkdirSync(inRoot('locked'), { mode: 0 });
    writeFileSync(inRoot('unreadable'), '', { mode: 0 });
    const { message } = refusal('locked/a');
    expect(message).toBe('The operating system refuses this server access to "locked/a".');
    expect(refusal('unreadable').code).toBe('forbidden');
    chmodSync(inRoot('locked'), 0o700);
  });

  it('finds a name in another Unicode form or with other blanks, when only one entry fits', () => {
    arena.write('allowed/cafe\u0301/Bild 3\u202FPM.png', 'PNG');
    expect(read('caf\u00E9/Bild 3 PM.png')).toBe('PNG');
    expect(read('cafe\u0301/Bild\u00A03\u2009PM.png')).toBe('PNG');
    const held = arena.guard().hold('caf\u00E9/Bild 3 PM.png');
    expect(held.relative).toBe('cafe\u0301/Bild 3\u202FPM.png');
    held.close();
    arena.write('allowed/cafe\u0301/Bild 3\u00A0PM.png', 'OTHER');
    expect(refusal('caf\u00E9/Bild 3 PM.png').code).toBe('not_found');
    arena.write('allowed/cafe\u0301/Bild 3 PM.png', 'EXACT');
    expect(read('caf\u00E9/Bild 3 PM.png')).toBe('EXACT');
  });

  it.skipIf(process.platform !== 'linux')('leaves no descriptor behind, whatever the answer', () => {
    symlinkSync('sub', inRoot('link'));
    symlinkSync('../outside', inRoot('out'));
    symlinkSync('loop', inRoot('loop'));
    const guard = arena.guard();
    const paths = [
      'a.txt',
      'link/b.txt',
      'gone',
      'link/gone\u00E9',
      'out/secret.txt',
      'loop',
      'a.txt/x',
      '.env',
    ];
    const open = () => readdirSync('/proc/self/fd').length;
    const before = open();
    for (const path of paths) {
      try {
        textOf(guard.hold(path));
      } catch {}
      try {
        guard.slot(path, { makeFolders: true }).close();
      } catch {}
    }
    expect(open()).toBe(before);
  });
});

describe('without procfs', () => {
  it('a guard on Linux goes by name and says so', () => {
    const arena = makeArena('linux');
    const warnings: string[] = [];
    const guard = arena.guard({ descriptors: '/nowhere', warn: (message) => warnings.push(message) });
    expect(warnings).toHaveLength(1);
    expect(guard.hold('.').path).toBe(arena.root);
    arena.remove();
  });
});

describe('several roots', () => {
  it.for(WAYS)('have their own rights and names $way', ({ platform, skipped }, { skip }) => {
    if (skipped) skip(skipped);
    const arena = makeArena(platform);
    arena.write('allowed/inner/a.txt', 'A');
    arena.write('outside/todo.md', 'T');
    const roots = [
      rootAt(arena.root),
      rootAt(join(arena.root, 'inner'), { writable: false }),
      rootAt(join(arena.outside, 'todo.md'), { writable: false }),
    ];
    const guard = arena.guard({ roots });
    const held = guard.hold('allowed/inner/a.txt');
    expect(held).toMatchObject({ root: roots[1], relative: 'a.txt', shown: 'inner/a.txt' });
    expect(textOf(held)).toBe('A');
    expect(textOf(guard.hold('todo.md'))).toBe('T');
    expect(guard.hold('inner').shown).toBe('inner');
    expect(refusalOf(() => guard.hold('todo.md/../secret.txt')).code).toBe('invalid_input');
    expect(refusalOf(() => guard.hold(join(arena.outside, 'secret.txt'))).code).toBe('forbidden');
    arena.remove();
  });
});
