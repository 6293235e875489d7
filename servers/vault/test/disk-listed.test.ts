import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { follow } from '../src/disk/follow.ts';
import { listedFiles } from '../src/disk/listed-files.ts';
import { makeVault, put } from './disk-vault.ts';
import { sourceAt } from './source-at.ts';

it('gives an index what was told of, and what is on the disk now', async () => {
  const vault = makeVault({ 'a.md': 'text', 'b/p.png': Buffer.from('\0'), '.obsidian/app.json': '{}' });
  const source = sourceAt(vault);
  const follower = follow(source, { changed: () => undefined });
  onTestFinished(() => follower.close());
  await follower.listed;
  const files = listedFiles(source, follower);
  expect([...files.list()].map(({ path, size }) => [path, size]).sort()).toEqual([
    ['a.md', 4],
    ['b/p.png', 1],
  ]);
  expect(files.read('a.md')).toBe('text');
  expect(files.stat('a.md')).toEqual([...files.list()].find(({ path }) => path === 'a.md'));
  put(vault, 'a.md', 'longer');
  expect(files.stat('a.md')).toMatchObject({ size: 6 });
  for (const path of ['b/p.png', 'b', 'gone.md', '.obsidian/app.json', '../a.md', join(vault, '..', 'x')]) {
    expect(files.read(path), path).toBeUndefined();
  }
  for (const path of ['b', 'gone.md', '.obsidian/app.json', '../a.md'])
    expect(files.stat(path), path).toBeUndefined();
});
