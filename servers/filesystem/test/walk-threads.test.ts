import { execFileSync } from 'node:child_process';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createWalks, type WalkSettings } from '../src/walk/jobs.ts';
import type { SearchCursor } from '../src/walk/search-contract.ts';
import { WORKER_URL } from '../src/walk/worker-url.ts';
import { acting, failure, list, makeFolder, rootAt, search } from './walk-tree.ts';

const ROOM = { limit: 1_000, maxBytes: 1_000_000 };
const placeOf = (real: string) => ({ root: rootAt(real), relative: '', shown: '.' });

function walksIn(real: string, settings: Partial<WalkSettings> = {}) {
  const walks = createWalks({ roots: [rootAt(real)], deny: [], allow: [], ...settings });
  onTestFinished(() => walks.close());
  return walks;
}

const part = (relative: string) =>
  `parentPort.postMessage({ kind: 'part', looked: 7, entries: [{ relative: '${relative}', kind: 'file' }], end: { next: '${relative}', skipped: {} } });`;
const deaf = acting(`${part('a')}${part('b')} for (;;);`);

/** A file in which a search has something to do for a second or so. */
function slowFolder(): string {
  const folder = makeFolder({ text: 'text\n'.repeat(4_000) });
  truncateSync(join(folder, 'text'), 3e9);
  return folder;
}

const runsTypeScript = 'typescript' in process.features && process.features.typescript !== false;

describe.skipIf(!runsTypeScript)('walks in threads (need a Node that runs TypeScript)', () => {
  it('give what they give without', async () => {
    const folder = makeFolder({ 'a/b.txt': 'one\ntwo', 'c.txt': 'two' });
    const walks = walksIn(folder);
    const listed = await walks.list(placeOf(folder), { depth: 9, ...ROOM });
    expect(listed).toEqual(list(folder, { depth: 9 }));
    const found = await walks.search(placeOf(folder), { query: 'two', context: 1, ...ROOM });
    expect(found).toEqual(await search(folder, { query: 'two', context: 1 }));
    expect(found.lines).toHaveLength(2);
    const counted = await walks.search(placeOf(folder), { query: 'two', mode: 'count', ...ROOM });
    expect(counted.files).toEqual([
      { relative: 'a/b.txt', count: 1 },
      { relative: 'c.txt', count: 1 },
    ]);
  });

  it('lose nothing where a page is full', async () => {
    const folder = makeFolder({ 'a/b': 'x1\nx2\nx3\n', c: 'x', d: 'x' });
    const walks = walksIn(folder);
    for (const relative of ['', 'a/b']) {
      for (const mode of ['lines', 'files', 'count'] as const) {
        const place = { ...placeOf(folder), relative };
        const found: unknown[] = [];
        for (let after: SearchCursor | undefined, more = true; more; more = after !== undefined) {
          const page = await walks.search(place, { query: 'x', mode, limit: 2, maxBytes: 1_000, after });
          found.push(...page.lines, ...page.files);
          after = page.next;
        }
        const whole = await search(folder, { query: 'x', mode }, { relative });
        expect(found).toEqual([...whole.lines, ...whole.files]);
      }
    }
  });

  it('honour the rules they were made with', async () => {
    const folder = makeFolder({ 'a.secret': 'x', '.npmrc': 'x', b: 'x' });
    const walks = walksIn(folder, { deny: ['*.secret'], allow: ['.npmrc'] });
    const { entries } = await walks.list(placeOf(folder), ROOM);
    expect(entries.map(({ relative }) => relative)).toEqual(['.npmrc', 'b']);
  });

  it('fail as they do without', async () => {
    const walks = walksIn(makeFolder());
    const refusal = await failure(() => walks.list(placeOf(makeFolder()), { glob: '', ...ROOM }));
    expect(refusal).toMatchObject({ name: 'ToolError', code: 'invalid_input', hint: expect.any(String) });
    const gone = await failure(() =>
      walks.search({ ...placeOf(makeFolder()), relative: 'x', shown: 'r/x' }, { query: 'x', ...ROOM }),
    );
    expect(gone).toMatchObject({ code: 'not_found', message: '"r/x" does not exist.' });
  });

  it('leave the main thread free, and tell it how far they are', async () => {
    const folder = slowFolder();
    const looked: number[] = [];
    let turns = 0;
    const turn = () => {
      if (turns >= 0) {
        turns++;
        setImmediate(turn);
      }
    };
    turn();
    const progress = (count: number) => looked.push(count);
    await walksIn(folder, { deadlineMs: 150 }).search(
      placeOf(folder),
      { query: 'none', ...ROOM },
      { progress },
    );
    expect(turns).toBeGreaterThan(20);
    turns = -1;
    const many = makeFolder(Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`${n}`, 'x'])));
    await walksIn(many).search(placeOf(many), { query: 'x', ...ROOM }, { progress });
    expect(looked.at(-1)).toBe(50);
  });

  it('give what they have at the deadline, and where to go on', async () => {
    const folder = slowFolder();
    const walks = walksIn(folder, { deadlineMs: 20 });
    let found = await walks.search(placeOf(folder), { query: 'none', ...ROOM });
    // The first times, the thread may not even have begun.
    while (found.next === undefined) found = await walks.search(placeOf(folder), { query: 'none', ...ROOM });
    expect(found).toMatchObject({
      stopped: 'deadline',
      next: { relative: 'text' },
      skipped: { unfinished: 1 },
    });
    const after = found.next;
    const rest = await walks.search(
      placeOf(folder),
      { query: 'none', ...ROOM, after },
      { deadlineMs: 60_000 },
    );
    expect(rest).not.toHaveProperty('stopped');
  });

  it('stop when they are cancelled, and free their thread', async () => {
    const folder = slowFolder();
    const walks = walksIn(folder, { threads: 1, graceMs: 60_000 });
    const controller = new AbortController();
    const running = failure(() =>
      walks.search(placeOf(folder), { query: 'x', ...ROOM }, { signal: controller.signal }),
    );
    controller.abort();
    expect(await running).toMatchObject({ code: 'cancelled' });
    expect((await walks.list(placeOf(folder), ROOM)).entries).toHaveLength(1);
    const { signal } = controller;
    expect(await failure(() => walks.list(placeOf(folder), ROOM, { signal }))).toMatchObject({
      code: 'cancelled',
    });
  });

  it('keep no process alive, and print nothing where the protocol is spoken', () => {
    const folder = makeFolder({ a: '' });
    const loud = acting(
      `console.log('LOUD'); process.stdout.write('LOUD'); ${part('a')} parentPort.postMessage({ kind: 'end', end: {} });`,
    );
    const script = `
      import { createWalks } from ${JSON.stringify(new URL('../src/walk/jobs.ts', import.meta.url).href)};
      const root = ${JSON.stringify(rootAt(folder))};
      const place = { root, relative: '', shown: '.' };
      for (const url of [new URL(${JSON.stringify(WORKER_URL.href)}), new URL(${JSON.stringify(loud.href)})]) {
        const walks = createWalks({ roots: [root], deny: [], allow: [], url });
        const { entries } = await walks.list(place, { limit: 9, maxBytes: 999 });
        console.log(entries.length);
      }`;
    const args = ['--input-type=module', '--eval', script];
    expect(execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 20_000 })).toBe('1\n1\n');
  });
});

describe('a thread that does not listen', () => {
  const settings = { url: deaf, deadlineMs: 20, graceMs: 20 };

  it('is ended, what it found is kept, and another takes its place', async () => {
    const folder = makeFolder();
    const walks = walksIn(folder, { ...settings, threads: 1 });
    for (let again = 0; again < 2; again++) {
      // The first part may not have arrived within the deadline of a test: it has, once progress was told.
      const heard = vi.fn();
      const terminate = vi.spyOn(Worker.prototype, 'terminate');
      const result = await walks.list(placeOf(folder), ROOM, { deadlineMs: 1_000, progress: heard });
      expect(heard).toHaveBeenLastCalledWith(7);
      expect(result).toMatchObject({
        entries: [{ relative: 'a' }, { relative: 'b' }],
        next: 'b',
        stopped: 'deadline',
      });
      expect(terminate).toHaveBeenCalledOnce();
      terminate.mockRestore();
    }
  });

  it('gives an empty part of an answer where it said nothing at all', async () => {
    const folder = makeFolder();
    const walks = walksIn(folder, { ...settings, url: acting('for (;;);') });
    const after = 'x';
    expect(await walks.list(placeOf(folder), { ...ROOM, after })).toEqual({
      entries: [],
      skipped: {},
      next: after,
      stopped: 'deadline',
    });
    expect(await walks.search(placeOf(folder), { ...ROOM, query: 'x' })).toMatchObject({
      lines: [],
      files: [],
      totals: { files: 0 },
      stopped: 'deadline',
    });
  });

  it('makes nobody wait who cancelled, and gives way to those who wait', async () => {
    const folder = makeFolder();
    const walks = walksIn(folder, { ...settings, deadlineMs: 60_000, threads: 1 });
    const controller = new AbortController();
    const first = failure(() => walks.list(placeOf(folder), ROOM, { signal: controller.signal }));
    const second = walks.list(placeOf(folder), ROOM, { deadlineMs: 1 });
    controller.abort();
    expect(await first).toMatchObject({ code: 'cancelled' });
    expect(await second).toMatchObject({ stopped: 'deadline' });
  });
});
