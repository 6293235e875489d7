import { fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ToolError } from '@ashlar/kit/errors';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Follower, follow } from '../src/disk/follow.ts';
import { loadSqlite } from '../src/search/sqlite.ts';
import { createTextIndex, type TextIndex } from '../src/search/text-index.ts';
import { TextThread } from '../src/search/text-thread.ts';
import { makeVault, put, temporaryFolder } from './disk-vault.ts';
import { rootAt, sourceAt } from './source-at.ts';

interface Opened {
  follower: Follower;
  index: TextIndex;
  /** The paths of all notes that answer, the best first. */
  found(query: string): Promise<string[]>;
  /** Follows the disk up to now. */
  now(): Promise<void>;
}

async function open(vault: string, file?: string): Promise<Opened> {
  const index = createTextIndex({ vault: rootAt(vault), file, files: () => follower.files() });
  const follower = follow(sourceAt(vault), { changed: (changes) => index.update(changes) });
  onTestFinished(async () => {
    follower.close();
    await index.close();
  });
  await follower.listed;
  index.listed();
  await index.settled();
  return {
    follower,
    index,
    async found(query) {
      return (await index.search(query, { limit: 1_000 })).hits.map(({ path }) => path);
    },
    async now() {
      await follower.catchUp();
      await index.settled();
    },
  };
}

describe('the text index of a vault', () => {
  it('answers with path, line and excerpt, the best first, and how many there are', async () => {
    const vault = makeVault({
      'a.md': 'one\ntwo apple\nthree',
      'Apple.md': 'nothing else',
      'b/c.md': '# Apple\n',
      'd.txt': 'apple',
      '.obsidian/x.md': 'apple',
    });
    const { index } = await open(vault);
    expect(await index.search('apple', { limit: 2 })).toEqual({
      hits: [
        { path: 'Apple.md', line: 1, from: 1, text: ['nothing else'] },
        { path: 'b/c.md', line: 1, from: 1, text: ['# Apple', ''] },
      ],
      total: 3,
      ignored: [],
      waiting: 0,
      unread: 0,
    });
    const rest = await index.search('apple', { limit: 2, skip: 2 });
    expect(rest.hits).toEqual([{ path: 'a.md', line: 2, from: 1, text: ['one', 'two apple', 'three'] }]);
    expect(rest.total).toBe(3);
  });

  it('keeps to what is of interest, and counts only that', async () => {
    const { index } = await open(makeVault({ 'a.md': 'apple', 'b/c.md': 'apple', 'b/d.md': 'apple' }));
    const { hits, total } = await index.search('apple', { limit: 1, filters: { folder: 'b/' } });
    expect([hits[0]?.path.slice(0, 2), hits.length, total]).toEqual(['b/', 1, 2]);
  });

  it('follows what is written, removed and renamed', async () => {
    const vault = makeVault({ 'a.md': 'apple', 'b.md': 'bread', 'c.md': 'apple' });
    const { found, now } = await open(vault);
    writeFileSync(join(vault, 'b.md'), 'apple now');
    rmSync(join(vault, 'a.md'));
    renameSync(join(vault, 'c.md'), join(vault, 'd.md'));
    put(vault, 'new/e.md', 'bread');
    await now();
    expect((await found('apple')).sort()).toEqual(['b.md', 'd.md']);
    expect(await found('bread')).toEqual(['new/e.md']);
  });

  it('finds at once what was written a moment ago', async () => {
    const vault = makeVault({ 'a.md': 'bread' });
    const { found, follower } = await open(vault);
    for (let at = 0; at < 20; at++) {
      writeFileSync(join(vault, 'a.md'), `apple${at}`);
      put(vault, `${at}.md`, `apple${at}`);
      await follower.catchUp();
      expect((await found(`apple${at}`)).sort()).toEqual([`${at}.md`, 'a.md']);
    }
  });

  it('never shows what a note does not say any more, before it knows', async () => {
    const vault = makeVault({ 'a.md': 'apple', 'b.md': 'apple' });
    const { index } = await open(vault);
    writeFileSync(join(vault, 'a.md'), 'bread');
    const { hits, total } = await index.search('apple', { limit: 2 });
    expect([hits.map(({ path }) => path), total]).toEqual([['b.md'], 1]);
  });

  it('never shows what a filter would leave out by now, before it knows', async () => {
    const vault = makeVault({ 'a.md': 'apple #red', 'b.md': 'apple #red' });
    const { index } = await open(vault);
    writeFileSync(join(vault, 'a.md'), 'apple #green');
    const { hits, total } = await index.search('apple', { limit: 2, filters: { tag: 'red' } });
    expect([hits.map(({ path }) => path), total]).toEqual([['b.md'], 1]);
  });

  it('says how many notes have no text', async () => {
    const vault = makeVault({ 'a.md': 'apple', 'bin.md': Buffer.from('apple\0\0') });
    const { index, found, now } = await open(vault);
    expect((await index.search('apple', { limit: 9 })).unread).toBe(1);
    put(vault, 'bin.md', 'apple pie');
    await now();
    expect(await found('apple')).toHaveLength(2);
    expect((await index.search('apple', { limit: 9 })).unread).toBe(0);
  });

  it('has room for a note of a million links beside the others', async () => {
    const vault = makeVault({ 'links.md': '[[a]]'.repeat(1_600_000), 'prose.md': 'Some words.' });
    const { found } = await open(vault);
    expect(await found('words')).toEqual(['prose.md']);
    expect(await found('a')).toEqual(['links.md']);
  });

  it('refuses a query with nothing to find', async () => {
    const { index } = await open(makeVault({ 'a.md': 'apple' }));
    await expect(index.search('?? -apple', { limit: 1 })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('gives up what is asked when it is closed, and refuses from then on', async () => {
    const { index } = await open(makeVault({ 'a.md': 'apple' }));
    const closing = index.close();
    await expect(index.search('apple', { limit: 1 })).rejects.toBeInstanceOf(ToolError);
    await closing;
  });
});

it('takes a fault of its own for that, and not for a damaged index', async () => {
  const vault = makeVault({ 'a.md': 'apple' });
  const ends: string[] = [];
  const start = { vault: rootAt(vault), linked: [], file: undefined, anew: false };
  const nothing = () => undefined;
  const thread = new TextThread(start, {
    opened: nothing,
    rows: nothing,
    done: nothing,
    ended: (why) => ends.push(why),
  });
  const faulty = { kind: 'excerpts' as const, paths: ['a.md'], query: {} as never, filters: [] };
  await expect(thread.ask(faulty)).rejects.toBeInstanceOf(TypeError);
  expect(await thread.ask({ kind: 'rank', expression: '"apple"' })).toHaveLength(0);
  expect(ends).toEqual([]);
  await thread.close();
  expect(ends).toEqual(['closed']);
});

describe('an index kept between runs', () => {
  const place = () => join(temporaryFolder(), 'index.db');

  it('is brought in line with what happened in between', async () => {
    const vault = makeVault({ 'a.md': 'apple', 'b.md': 'apple', 'c.md': 'apple' });
    const file = place();
    const first = await open(vault, file);
    expect(first.index.kept).toBe(true);
    await first.index.close();
    rmSync(join(vault, 'a.md'));
    writeFileSync(join(vault, 'b.md'), 'bread');
    put(vault, 'd.md', 'apple');
    const second = await open(vault, file);
    expect((await second.found('apple')).sort()).toEqual(['c.md', 'd.md']);
    expect(await second.found('bread')).toEqual(['b.md']);
    await second.index.close();
    expect(notesIn(file)).toEqual(['b.md', 'c.md', 'd.md']);
  });

  it('is made anew in mid-flight when it turns out to be damaged', async () => {
    const vault = makeVault(
      Object.fromEntries(
        Array.from({ length: 300 }, (_, at) => [`${at}.md`, `apple ${'filler '.repeat(400)} w${at}`]),
      ),
    );
    const file = place();
    await (await open(vault, file)).index.close();
    // What a check of the pages does not see: the words themselves.
    const sqlite = loadSqlite();
    const database = sqlite && new sqlite.DatabaseSync(file, { defensive: false } as object);
    database?.exec('UPDATE words_data SET block = randomblob(length(block)) WHERE id > 10');
    database?.close();
    const { found, index } = await open(vault, file);
    await expect
      .poll(() => found('w77').catch(() => []), { timeout: 10_000, interval: 50 })
      .toEqual(['77.md']);
    await index.settled();
    expect(await found('apple')).toHaveLength(300);
  });

  it('is used or thrown away after a kill at any moment, and never wrong', { timeout: 60_000 }, async () => {
    const vault = makeVault(
      Object.fromEntries(
        Array.from({ length: 2_000 }, (_, at) => [
          `f${at % 9}/${at}.md`,
          `apple w${at} ${`x${at % 77} `.repeat(300)}`,
        ]),
      ),
    );
    const file = place();
    for (const ms of [60, 120, 200, 350]) {
      const child = fork(join(import.meta.dirname, 'search-indexer.ts'), [vault, file], { stdio: 'ignore' });
      await once(child, 'message');
      await new Promise((resolve) => setTimeout(resolve, ms));
      child.kill('SIGKILL');
      await once(child, 'exit');
      appendFileSync(join(vault, 'f1/1.md'), ` killed${ms}`);
    }
    const { found, index } = await open(vault, file);
    expect(index.kept).toBe(true);
    expect(await found('apple')).toHaveLength(1_000);
    expect((await index.search('apple', { limit: 1 })).total).toBe(2_000);
    expect(await found('killed350')).toEqual(['f1/1.md']);
    for (const at of [0, 1, 777, 1_999]) expect(await found(`w${at}`)).toEqual([`f${at % 9}/${at}.md`]);
  });
});

/** What is kept, of these notes and of those that are gone. */
function notesIn(file: string): unknown[] {
  const sqlite = loadSqlite();
  const database = sqlite && new sqlite.DatabaseSync(file);
  const rows = database?.prepare('SELECT path FROM note ORDER BY path').all() as { path: string }[];
  database?.close();
  return rows.map(({ path }) => path);
}
