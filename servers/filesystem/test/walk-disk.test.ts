import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { startSwapper } from '@ashlar/kit/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { descriptorDisk, pathDisk } from '../src/walk/folder.ts';
import { openStart } from '../src/walk/start.ts';
import { failure, list, makeFolder, names, scopeOf, search } from './walk-tree.ts';

const DEEP = Number.POSITIVE_INFINITY;
const onLinux = process.platform === 'linux';
const onWindows = process.platform === 'win32';
const asRoot = process.getuid?.() === 0;

const BARE = { ignoring: false, denied: () => false };

describe.each([
  { way: 'by descriptor', disk: descriptorDisk, here: onLinux },
  { way: 'by path', disk: pathDisk, here: true },
])('a folder $way', ({ disk, here }) => {
  const test = it.skipIf(!here);

  test('opens what is in it, and nothing that is a link', () => {
    const outside = makeFolder({ 'secret.txt': '' });
    const real = makeFolder({ 'a/b.txt': 'text', c: '' });
    symlinkSync(outside, join(real, 'away'));
    symlinkSync('a', join(real, 'near'));
    symlinkSync(join(outside, 'secret.txt'), join(real, 'secret'));
    symlinkSync('c', join(real, 'also-c'));
    const folder = disk.folder(real);
    const file = folder.folder('a').file('b.txt');
    expect(file.size).toBe(4);
    closeSync(file.fd);
    for (const name of ['away', 'near', 'secret', 'c']) expect(() => folder.folder(name)).toThrow();
    for (const name of ['away', 'near', 'secret', 'also-c', 'a']) expect(() => folder.file(name)).toThrow();
    expect(folder.stat('near')?.isSymbolicLink()).toBe(true);
    expect(folder.link('also-c')).toBe('c');
    expect(folder.stat('gone')).toBeUndefined();
    folder.close();
  });

  test('refuses a start that is reached through a link', () => {
    const real = makeFolder({ 'a/b/file': '' });
    symlinkSync('a', join(real, 'link'));
    for (const path of ['link', 'link/b']) expect(() => disk.folder(join(real, path))).toThrow();
    for (const path of ['link/b/file', 'a/b']) expect(() => disk.file(join(real, path))).toThrow();
    for (const relative of ['link', 'link/b', 'link/b/file']) {
      expect(() => openStart(scopeOf(real, relative).start, { ...BARE, disk })).toThrow(/does not exist/);
    }
  });

  test('reads as many entries as it is asked to', () => {
    const folder = disk.folder(makeFolder({ c: '', a: '', b: '' }));
    expect(folder.read(3)).toMatchObject({
      entries: [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
      more: false,
    });
    expect(folder.read(2)).toMatchObject({ entries: { length: 2 }, more: true });
    folder.close();
  });

  it.skipIf(!here || onWindows)('never waits for a FIFO (not Windows)', () => {
    const real = makeFolder();
    execFileSync('mkfifo', [join(real, 'fifo')]);
    const folder = disk.folder(real);
    expect(() => folder.file('fifo')).toThrow();
    expect(() => folder.folder('fifo')).toThrow();
    folder.close();
  });

  test('begins at a file as well, also where it is a root of its own', () => {
    const real = makeFolder({ 'a/file': 'text' });
    for (const scope of [scopeOf(real, 'a/file'), scopeOf(join(real, 'a/file'))]) {
      const start = openStart(scope.start, { ...BARE, ignoring: true, disk });
      if (start.kind !== 'file') throw new Error('not a file');
      expect(start.file.size).toBe(4);
      closeSync(start.file.fd);
    }
  });
});

describe('a start', () => {
  it('is told by the name that the caller knows, and by no other', async () => {
    const real = makeFolder({ a: '' });
    symlinkSync('/etc', join(real, 'etc'));
    for (const relative of [
      'gone',
      'gone/deeper',
      'a/deeper',
      'etc',
      'etc/passwd',
      '..',
      '../..',
      'a/..',
      './a',
      'a//b',
    ]) {
      expect(await failure(() => list(real, {}, { relative }))).toMatchObject({
        code: 'not_found',
        message: `"${relative}" does not exist.`,
      });
    }
  });

  it.skipIf(asRoot || onWindows)(
    'says so where the system forbids reading (not as root, not Windows)',
    async () => {
      const real = makeFolder({ 'closed/a': '', 'open/b': '' });
      chmodSync(join(real, 'closed'), 0);
      onTestFinished(() => chmodSync(join(real, 'closed'), 0o700));
      expect(await failure(() => list(real, {}, { relative: 'closed' }))).toMatchObject({
        code: 'forbidden',
      });
      expect(list(real, { depth: DEEP })).toMatchObject({ total: 3, skipped: { unreadable: 1 } });
    },
  );
});

/** Does something again and again while a place in `real` is exchanged for a link to `elsewhere` and back. */
async function attack(
  target: string,
  elsewhere: string,
  tries: number,
  act: () => Promise<boolean> | boolean,
) {
  const swapper = await startSwapper(target, elsewhere);
  let hits = 0;
  try {
    for (let n = 0; n < tries; n++) if (await act()) hits++;
  } finally {
    await swapper.stop();
  }
  return hits;
}

describe.skipIf(!onLinux)('while somebody swaps things for links to the outside (Linux)', () => {
  const TRIES = 400;

  it('a plain walk finds the outside, so the attack is a real one', async () => {
    const outside = makeFolder({ 'outside.txt': 'SECRET' });
    const real = makeFolder({ 'dir/inside.txt': 'INSIDE' });
    let leaked = false;
    await attack(join(real, 'dir'), outside, 200_000, () => {
      try {
        leaked ||= readdirSync(real, { withFileTypes: true })
          .filter((entry) => entry.name === 'dir' && entry.isDirectory())
          .some((entry) => readdirSync(join(real, entry.name)).includes('outside.txt'));
      } catch {
        // between two names
      }
      return leaked;
    });
    expect(leaked).toBe(true);
  });

  it.each(['', 'dir'])('a walk from %j finds the inside, or nothing', async (relative) => {
    const outside = makeFolder({ 'outside.txt': 'SECRET' });
    const real = makeFolder({ 'dir/inside.txt': 'INSIDE' });
    const seen = new Set<string>();
    const served = await attack(join(real, 'dir'), outside, TRIES, async () => {
      try {
        const listed = names(list(real, { depth: DEEP }, { relative }));
        const { lines } = await search(real, { query: 'E' }, { relative });
        for (const one of [...listed, ...lines.map(({ text }) => text)]) seen.add(one);
        return lines.length > 0;
      } catch (error) {
        expect(error).toMatchObject({ code: 'not_found' });
        return false;
      }
    });
    expect(served).toBeGreaterThan(0);
    const harmless = /^(dir|dir\.aside|dir\.link)(\/inside\.txt)?$|^INSIDE$/;
    expect([...seen].filter((one) => !harmless.test(one))).toEqual([]);
  });

  it.each(['', 'file'])(
    'a search from %j of a file that is swapped reads the inside, or nothing',
    async (relative) => {
      const outside = makeFolder({ 'outside.txt': 'SECRET' });
      const real = makeFolder({ file: 'INSIDE' });
      const seen = new Set<string>();
      await attack(join(real, 'file'), join(outside, 'outside.txt'), TRIES, async () => {
        const { lines } = await search(real, { query: 'E' }, { relative }).catch(() => ({ lines: [] }));
        for (const { text } of lines) seen.add(text);
        return lines.length > 0;
      });
      expect([...seen]).toEqual(['INSIDE']);
    },
  );
});
