import { execFileSync } from 'node:child_process';
import {
  closeSync,
  Dirent,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Folder } from '../src/walk/folder.ts';
import { openStart } from '../src/walk/start.ts';
import { MAX_ENTRIES, MIN_ENTRIES, Walk, type WalkOptions } from '../src/walk/walker.ts';
import { failure, list, makeFolder, names, scopeOf, search, stopAfter } from './walk-tree.ts';

const DEEP = Number.POSITIVE_INFINITY;
const onWindows = process.platform === 'win32';

const OPTIONS: WalkOptions = {
  relative: '',
  rules: undefined,
  depth: DEEP,
  denied: () => false,
  stopped: () => false,
};

const BARE = { ignoring: false, denied: () => false };

/** A folder that exists only here, to be what no disk at hand is. */
function madeUp(id: string, entries: Record<string, () => Folder>, more = false): Folder {
  const dirents = Object.keys(entries).map((name) =>
    Object.assign(Object.create(Dirent.prototype), { name, isFile: () => false, isDirectory: () => true }),
  );
  const none = () => {
    throw new Error('It has none.');
  };
  const folder = (name: string) => entries[name]?.() ?? none();
  return {
    id,
    read: () => ({ entries: dirents, more }),
    folder,
    file: none,
    stat: () => undefined,
    link: none,
    close() {},
  };
}

describe('a tree without end', () => {
  it('is left at 64 levels', () => {
    const folder = makeFolder({ [`${'d/'.repeat(70)}file`]: '', 'd/e': '' });
    const found = list(folder, { depth: DEEP });
    expect(names(found)).toHaveLength(65);
    expect(found.skipped).toEqual({ tooDeep: 1 });
    expect(names(list(folder, { depth: DEEP }, { relative: 'd/'.repeat(60).slice(0, -1) }))).toHaveLength(11);
  });

  it('is left where a folder is inside itself', () => {
    const round = (): Folder =>
      madeUp('same', { again: round, other: () => madeUp('other', { again: round }) });
    const walk = new Walk(round(), OPTIONS);
    expect([...walk].map(({ relative }) => relative)).toEqual(['again', 'other', 'other/again']);
    expect(walk.skipped).toEqual({ loop: 2 });
  });

  it('is left where folders have more entries than are held at a time', () => {
    const limits: number[] = [];
    const vast = (level: number): Folder => {
      const folder = madeUp(`${level}`, { deeper: () => vast(level + 1) });
      const read = (limit: number) => {
        limits.push(limit);
        const { entries } = folder.read(limit);
        return { entries: new Array(Math.min(limit, 90_000)).fill(entries[0]), more: limit < 90_000 };
      };
      return { ...folder, read };
    };
    const walk = new Walk(vast(0), { ...OPTIONS, stopped: () => limits.length > 4 });
    expect([...walk]).toHaveLength(4);
    expect(limits).toEqual([
      MAX_ENTRIES,
      MAX_ENTRIES - 90_000,
      MAX_ENTRIES - 180_000,
      MIN_ENTRIES,
      MIN_ENTRIES,
    ]);
    expect(walk.skipped).toEqual({ tooMany: 3 });
  });
});

describe('a small answer', () => {
  // On a disk, making them would take longer than all other tests together.
  it.skipIf(!existsSync('/dev/shm'))('is what a folder of 100,000 entries gives (needs /dev/shm)', () => {
    const folder = makeFolder({ 'vast/': '' });
    for (let n = 0; n < 100_000; n++) {
      closeSync(openSync(join(folder, 'vast', `entry-${String(n).padStart(6, '0')}`), 'w'));
    }
    const page = list(folder, { limit: 500, maxBytes: 15_000 }, { relative: 'vast' });
    expect(page).toMatchObject({ total: 100_000, next: `vast/${names(page).at(-1)?.slice(5)}` });
    expect(names(page).join('\n').length).toBeLessThan(15_000);
    const last = list(
      folder,
      { limit: 500, maxBytes: 15_000, after: 'vast/entry-099990' },
      { relative: 'vast' },
    );
    expect(names(last)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `vast/entry-09999${n}`));
    expect(list(folder).entries).toEqual([{ relative: 'vast', kind: 'dir', count: '1000+' }]);
  });

  it('is what a file of 3 GB gives: of nothing, at once; of text, as soon as the time is up', async () => {
    const folder = makeFolder({ empty: '', text: 'text\n'.repeat(4_000) });
    for (const name of ['empty', 'text']) truncateSync(join(folder, name), 3e9);
    const found = await search(folder, { query: 'none' }, { stopped: stopAfter(20) });
    expect(found).toMatchObject({
      lines: [],
      skipped: { binary: 1 },
      stopped: true,
      next: { relative: 'empty' },
    });
    const again = await search(folder, { query: 'none', after: found.next }, { stopped: stopAfter(20) });
    expect(again).toMatchObject({ skipped: { unfinished: 1 }, stopped: true, next: { relative: 'text' } });
    expect(await search(folder, { query: 'none', after: again.next })).toMatchObject({
      lines: [],
      skipped: {},
    });
  });

  it('is what a line of 300 MB gives', async () => {
    const folder = makeFolder({ line: 'begin '.repeat(3_000) });
    const path = join(folder, 'line');
    truncateSync(path, 300e6);
    const fd = openSync(path, 'a');
    writeSync(fd, 'NEEDLE and more\nNEEDLE\n');
    closeSync(fd);
    const { lines } = await search(folder, { query: 'NEEDLE', context: 1 });
    expect(lines.map(({ line }) => line)).toEqual([1, 2]);
    expect(lines[0]?.text).toContain('NEEDLE and more');
    expect(lines[1]?.text).toBe('NEEDLE');
    expect(JSON.stringify(lines).length).toBeLessThan(2_000);
  });

  it.skipIf(onWindows)('is what devices and FIFOs give (not Windows)', async () => {
    const folder = makeFolder({ a: 'text' });
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    symlinkSync('/dev/zero', join(folder, 'zero'));
    const found = await search(folder, { query: 'text' });
    expect(found).toMatchObject({ lines: [{ relative: 'a' }], skipped: { special: 1, link: 1 } });
    expect(list(folder).entries[1]).toEqual({ relative: 'fifo', kind: 'other' });
  });

  it('is what bombs give: globs and regular expressions that make others backtrack', async () => {
    const name = 'a'.repeat(200);
    const folder = makeFolder({ [name]: `${'a'.repeat(50_000)}!\n` });
    expect(names(list(folder, { glob: `${'*a'.repeat(100)}b` }))).toEqual([]);
    expect(names(list(folder, { glob: `**/${'**/a*/'.repeat(50)}b` }))).toEqual([]);
    expect(await failure(() => list(folder, { glob: '{a,b}'.repeat(20) }))).toMatchObject({
      code: 'invalid_input',
    });
    for (const query of ['(a+)+$', '(a|aa)+$', '(.*a){20}b', '((a*)*)*b$']) {
      expect((await search(folder, { query, regex: true })).lines).toEqual([]);
    }
    // Bytes that would match in Latin-1 again and again, in one long line that is UTF-8.
    const text = Buffer.concat([Buffer.from(`${'é'.repeat(2e6)}\n`), Buffer.from('\xc3', 'latin1')]);
    expect((await search(makeFolder({ text }), { query: 'Ã' })).lines).toMatchObject([
      { line: 2, text: 'Ã' },
    ]);
    expect(await failure(() => search(folder, { query: '((a{100}){100}){100}', regex: true }))).toMatchObject(
      {
        code: 'invalid_input',
      },
    );
  });
});

describe('a walk in a tree that changes', () => {
  it('counts what went before it came there', () => {
    const real = makeFolder({ 'a/x': '', 'b/y': '', 'c/z': '' });
    const start = openStart(scopeOf(real).start, BARE);
    if (start.kind !== 'folder') throw new Error('not a folder');
    const walk = new Walk(start.folder, OPTIONS);
    const seen: string[] = [];
    for (const { relative } of walk) {
      seen.push(relative);
      if (relative === 'a') renameSync(join(real, 'b'), join(real, 'gone'));
      if (relative === 'a') writeFileSync(join(real, 'b'), readFileSync(join(real, 'a/x')));
    }
    expect(seen).toEqual(['a', 'a/x', 'b', 'c', 'c/z']);
    expect(walk.skipped).toEqual({ unreadable: 1 });
  });
});
