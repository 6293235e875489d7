import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { follow } from '../src/disk/follow.ts';
import { NOTE_LIMIT } from '../src/disk/read-note.ts';
import { Reader } from '../src/index/reader.ts';
import { VaultIndex } from '../src/index/vault-index.ts';
import { makeVault, put } from './disk-vault.ts';
import { notesOpened } from './notes-opened.ts';
import { sourceAt } from './source-at.ts';
import { resolve } from './vault.ts';

const FILES = {
  'a.md': '[[b#H]]',
  'b.md': '# H',
  'c.png': 'bytes',
  'd.canvas': '{"nodes":[{"text":"[[a]]"}]}',
};

/** An index that is kept like a vault on the disk, and the notes that were opened since the last question. */
async function reading(files: Record<string, string | Buffer> = FILES) {
  const folder = makeVault(files);
  const opened = notesOpened();
  const source = sourceAt(folder);
  const index = new VaultIndex();
  const reader = new Reader(source, index);
  const follower = follow(source, { changed: (changes) => reader.take(changes) });
  onTestFinished(() => {
    follower.close();
    reader.close();
  });
  await follower.listed;
  const all = async () => {
    await follower.catchUp();
    await reader.readAll();
    return opened().sort();
  };
  return { folder, index, reader, follower, all };
}

it('reads each note once, and nothing else', async () => {
  const { index, all } = await reading();
  expect(await all()).toEqual(['a.md', 'b.md', 'd.canvas']);
  expect(index.size).toBe(4);
  expect(await all()).toEqual([]);
});

it('knows every name before it has read a note, and says that it has not', async () => {
  const { index, reader, all } = await reading();
  expect(reader.waiting).toBe(3);
  expect(resolve(index, '[[b]]', 'a.md')).toMatchObject({ status: 'resolved' });
  expect(resolve(index, '[[b#H]]', 'a.md').anchor).toEqual({ kind: 'unread' });
  // One that an answer needs is read before the others, and not again with them.
  await reader.read('b.md');
  expect(reader.isWaiting('b.md')).toBe(false);
  expect(resolve(index, '[[b#H]]', 'a.md').anchor).toEqual({ kind: 'heading', line: 1 });
  expect(await all()).toEqual(['a.md', 'b.md', 'd.canvas']);
  expect(reader.waiting).toBe(0);
});

it('reads again what has changed, and forgets what is gone', async () => {
  const { folder, index, all } = await reading();
  await all();
  put(folder, 'b.md', '# Other');
  put(folder, 'e.md', '---\nup: &x "[[b]]"\n---\n');
  rmSync(join(folder, 'd.canvas'));
  // The first note that needs the YAML parser is read again once that is loaded.
  expect(new Set(await all())).toEqual(new Set(['b.md', 'e.md']));
  expect(resolve(index, '[[b#H]]', 'a.md').status).toBe('anchor_missing');
  expect(index.get('e.md')?.facts?.linkCount).toBe(1);
  expect(index.get('d.canvas')).toBe(undefined);
  expect(index.mentioning('a')).toEqual([]);
});

it('keeps what a note said until it is read again', async () => {
  const { folder, index, reader, follower, all } = await reading();
  await all();
  put(folder, 'b.md', '# Other');
  await follower.catchUp(['b.md']);
  expect(reader.isWaiting('b.md')).toBe(true);
  expect(resolve(index, '[[b#H]]', 'a.md').anchor).toEqual({ kind: 'heading', line: 1 });
});

it('looks at one file when asked to', async () => {
  const { folder, index, follower, all } = await reading();
  await all();
  const look = async (path: string) => {
    await follower.catchUp([path]);
    return all();
  };
  expect(await look('b.md')).toEqual([]);
  put(folder, 'b.md', '# X');
  expect(await look('b.md')).toEqual(['b.md']);
  expect(index.get('b.md')?.facts?.headings).toEqual([{ text: 'X', level: 1, line: 1 }]);
  rmSync(join(folder, 'b.md'));
  expect(await look('b.md')).toEqual([]);
  expect(index.get('b.md')).toBe(undefined);
  put(folder, 'new.md', '[[a]]');
  expect(await look('new.md')).toEqual(['new.md']);
  expect(index.mentioning('a').map(({ path }) => path)).toContain('new.md');
});

it('links to what it cannot read', async () => {
  const { index, all } = await reading({
    ...FILES,
    'huge.md': Buffer.alloc(NOTE_LIMIT + 1, '[[a]] '),
    'binary.md': Buffer.from('PNG\0\0'),
  });
  await all();
  expect(resolve(index, '[[huge#H]]', 'a.md')).toMatchObject({
    status: 'resolved',
    anchor: { kind: 'unread' },
  });
  expect(resolve(index, '[[binary]]', 'a.md').status).toBe('resolved');
  expect(index.mentioning('a').map(({ path }) => path)).toEqual(['d.canvas']);
  expect(await all()).toEqual([]);
});
