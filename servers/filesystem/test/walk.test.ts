import { readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListEnd, ListEntry } from '../src/walk/list-job.ts';
import { anyTree } from './walk-names.ts';
import { failure, list, makeFolder, naiveWalk, names, stopAfter } from './walk-tree.ts';

const DEEP = Number.POSITIVE_INFINITY;
/** Nothing is protected and nothing ignored. */
const OPEN = { rules: { allow: ['**/*'] } };

const openDescriptors = () => readdirSync('/proc/self/fd').length;

describe('a listing', () => {
  it('holds what a plain walk finds, in its order, whatever the names', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const folder = makeFolder(tree);
        expect(names(list(folder, { depth: DEEP, all: true }, OPEN))).toEqual(naiveWalk(folder));
      }),
    );
  });

  it('comes in pages that hold every entry once', () => {
    fc.assert(
      fc.property(anyTree, fc.integer({ min: 1, max: 4 }), (tree, limit) => {
        const folder = makeFolder(tree);
        const found: string[] = [];
        let after: string | undefined;
        do {
          const page = list(folder, { depth: DEEP, all: true, limit, after }, OPEN);
          expect(page.entries.length).toBeLessThanOrEqual(limit);
          found.push(...names(page));
          expect(page.total).toBe(after === undefined ? naiveWalk(folder).length : undefined);
          after = page.next;
        } while (after !== undefined);
        expect(found).toEqual(naiveWalk(folder));
      }),
    );
  });

  it('that is stopped anywhere goes on where it was, with nothing lost or told twice', () => {
    fc.assert(
      fc.property(anyTree, fc.integer({ min: 2, max: 12 }), (tree, questions) => {
        const folder = makeFolder(tree);
        const found: string[] = [];
        let after: string | undefined;
        for (let calls = 0; ; calls++) {
          // A call that may look at nothing new would go round for ever: give each one a little more.
          const stopped = stopAfter(questions + calls);
          const page = list(folder, { depth: DEEP, all: true, after }, { ...OPEN, stopped });
          found.push(...names(page));
          if (!page.stopped) break;
          after = page.next;
        }
        expect(found).toEqual(naiveWalk(folder));
      }),
    );
  });

  it('that is ended by force goes on where it last said it was', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const folder = makeFolder(tree);
        const options = { depth: DEEP, all: true };
        const moments: { after: string | undefined; given: number }[] = [];
        const reached = ({ next }: ListEnd, given: number) => moments.push({ after: next, given });
        const whole = names(list(folder, options, { ...OPEN, reached }));
        expect(moments.map(({ given }) => given)).toEqual(whole.map((_, index) => index + 1));
        for (const { after, given } of moments) {
          expect(names(list(folder, { ...options, after }, OPEN))).toEqual(whole.slice(given));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('looks at nothing more once it is stopped', () => {
    const folder = makeFolder({ 'a/b': '', c: '' });
    const after = 'a';
    expect(list(folder, { after }, { stopped: () => true })).toEqual({
      entries: [],
      next: after,
      skipped: {},
      stopped: true,
    });
    expect(list(folder, {}, { stopped: stopAfter(1) })).toMatchObject({
      entries: [{ relative: 'a' }],
      next: 'a',
      stopped: true,
    });
  });

  it('goes on behind an entry that is gone by now', () => {
    const folder = makeFolder({ 'a/1': '', 'a/2': '', b: '' });
    rmSync(join(folder, 'a'), { recursive: true });
    expect(names(list(folder, { depth: DEEP, after: 'a/1' }))).toEqual(['b']);
  });

  it('refuses the cursor of another folder', async () => {
    const folder = makeFolder({ 'a/1': '', 'ab/2': '' });
    for (const after of ['ab/2', 'b', 'a', 'a/', '']) {
      const error = await failure(() => list(folder, { after }, { relative: 'a' }));
      expect(error).toMatchObject({ code: 'invalid_input' });
    }
  });

  it('tells kinds and sizes', () => {
    const folder = makeFolder({ 'file.txt': 'twelve bytes', 'folder/one': '', 'folder/two': '' });
    symlinkSync('file.txt', join(folder, 'link'));
    const entries: ListEntry[] = [
      { relative: 'file.txt', kind: 'file', size: 12 },
      { relative: 'folder', kind: 'dir', count: 2 },
      { relative: 'link', kind: 'link', target: 'file.txt' },
    ];
    expect(list(folder)).toEqual({ entries, total: 3, skipped: {} });
  });

  it('goes as deep as it is told, and counts what is in folders that it does not enter', () => {
    const folder = makeFolder({ 'a/b/c/d': '', 'a/e': '' });
    expect(list(folder, { depth: 2 }).entries).toEqual([
      { relative: 'a', kind: 'dir' },
      { relative: 'a/b', kind: 'dir', count: 1 },
      { relative: 'a/e', kind: 'file', size: 0 },
    ]);
  });

  it('counts what it would show, and to a thousand', () => {
    const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`many/${i}`, '']));
    const few = {
      'few/.gitignore': 'log',
      'few/log': '',
      'few/.env': '',
      'few/.ashlar-0123456789abcdef.tmp': '',
      'few/a': '',
    };
    const folder = makeFolder({ ...many, ...few });
    expect(list(folder).entries.map(({ count }) => count)).toEqual([2, '1000+']);
    rmSync(join(folder, 'many/7'));
    expect(list(folder)).toMatchObject({ entries: [{}, { count: 1_000 }], skipped: {} });
  });

  it('keeps to its bytes, but for a first entry', () => {
    const folder = makeFolder({ [`${'a'.repeat(100)}1`]: '', [`${'a'.repeat(100)}2`]: '', b: '' });
    expect(list(folder, { maxBytes: 1 }).entries).toHaveLength(1);
    expect(list(folder, { maxBytes: 260 })).toMatchObject({ next: `${'a'.repeat(100)}2`, total: 3 });
  });

  it('with a glob takes paths below its own folder, at any depth, folders only where they match', () => {
    const folder = makeFolder({
      'a/src/x.ts': '',
      'a/src/deep/y.ts': '',
      'a/z.ts/in.md': '',
      'src/no.ts': '',
    });
    const below = (glob: string, depth?: number) => names(list(folder, { glob, depth }, { relative: 'a' }));
    expect(below('*.ts')).toEqual(['a/src/deep/y.ts', 'a/src/x.ts', 'a/z.ts']);
    expect(below('src/*.ts')).toEqual(['a/src/x.ts']);
    expect(below('*.ts', 1)).toEqual(['a/z.ts']);
    const ignoring = makeFolder({ '.gitignore': '*.log', 'a.log': '', 'a.md': '' });
    expect(list(ignoring, { glob: '*.md' }).skipped).toEqual({});
    expect(list(ignoring, { glob: '*.log' }).skipped).toEqual({ ignored: 1 });
  });

  it('refuses a file as its start', async () => {
    const folder = makeFolder({ 'a.txt': '' });
    for (const [real, relative] of [
      [folder, 'a.txt'],
      [join(folder, 'a.txt'), ''],
    ] as const) {
      expect(await failure(() => list(real, {}, { relative }))).toMatchObject({ code: 'invalid_input' });
    }
  });

  it.skipIf(process.platform !== 'linux')('leaves no descriptor open, however it ends (Linux)', async () => {
    const folder = makeFolder({ 'a/b/c': '', 'a/d': '', e: '' });
    const before = openDescriptors();
    list(folder);
    list(folder, { depth: DEEP });
    list(folder, { depth: DEEP, limit: 1 });
    list(folder, { depth: DEEP }, { stopped: stopAfter(3) });
    for (const relative of ['e', 'a/gone', 'gone/b', 'a/../..'])
      await failure(() => list(folder, {}, { relative }));
    await failure(() => list(folder, { after: 'x' }, { relative: 'a' }));
    expect(openDescriptors()).toBe(before);
  });
});
