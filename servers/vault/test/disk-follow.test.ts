import { execFileSync } from 'node:child_process';
import fs, { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Changes } from '../src/disk/changes.ts';
import { type Follower, follow } from '../src/disk/follow.ts';
import { makeVault, put } from './disk-vault.ts';
import { sourceAt } from './source-at.ts';

/** What somebody who believes every change takes for the content of the vault. */
async function following(vault: string, by: 'watch' | 'sweep', linked: string[] = []) {
  const believed = new Map<string, number>();
  const log: string[] = [];
  const take = ({ added, changed, removed }: Changes) => {
    for (const { path, size } of added) {
      if (believed.has(path)) throw new Error(`${path} was added twice`);
      believed.set(path, size);
      log.push(`+${path}`);
    }
    for (const { path, size } of changed) {
      if (!believed.has(path)) throw new Error(`${path} changed and was not there`);
      believed.set(path, size);
      log.push(`~${path}`);
    }
    for (const path of removed) {
      if (!believed.delete(path)) throw new Error(`${path} was removed and was not there`);
      log.push(`-${path}`);
    }
  };
  const follower: Follower = follow(sourceAt(vault, linked), { changed: take, by });
  onTestFinished(() => follower.close());
  await follower.listed;
  log.length = 0;
  return { follower, believed, log, paths: () => [...believed.keys()].sort() };
}

describe.each(['watch', 'sweep'] as const)('following a vault by %s', (by) => {
  it('tells of every file first', async () => {
    const vault = makeVault({ 'a.md': 'x', 'b/c.md': 'x', '.obsidian/app.json': '{}' });
    const { follower, paths } = await following(vault, by);
    expect(paths()).toEqual(['a.md', 'b/c.md']);
    expect([...follower.files()].map(({ path }) => path).sort()).toEqual(paths());
    expect(follower.by).toBe(by);
  });

  it('sees what another program did a moment ago: created, replaced, removed, renamed', async () => {
    const vault = makeVault({ 'a.md': 'x', 'b/c.md': 'x', 'b/old.md': 'x' });
    const { follower, log } = await following(vault, by);
    execFileSync(process.execPath, [
      '-e',
      `const fs = require('fs'); process.chdir(process.argv[1]); fs.writeFileSync('new.md', 'n'); fs.mkdirSync('d/e', { recursive: true });
       fs.writeFileSync('d/e/f.md', 'n'); fs.rmSync('b/c.md'); fs.renameSync('b/old.md', 'b/young.md');
       fs.writeFileSync('t', 'longer'); fs.renameSync('t', 'a.md');`,
      vault,
    ]);
    await follower.catchUp();
    expect([...new Set(log)].sort()).toEqual([
      '+b/young.md',
      '+d/e/f.md',
      '+new.md',
      '-b/c.md',
      '-b/old.md',
      '~a.md',
    ]);
  });

  it('sees a named note that was written in place, its size and time set back', async () => {
    const vault = makeVault({ 'a.md': 'one' });
    utimesSync(join(vault, 'a.md'), 1_000, 1_000);
    const { follower, log } = await following(vault, by);
    writeFileSync(join(vault, 'a.md'), 'two');
    utimesSync(join(vault, 'a.md'), 1_000, 1_000);
    await follower.catchUp(['a.md']);
    expect(log).toContain('~a.md');
  });

  it('follows a folder that is renamed, and what happens in it afterwards', async () => {
    const vault = makeVault({ 'b/c.md': 'x', 'b/d/e.md': 'x', 'bb.md': 'x' });
    const { follower, paths } = await following(vault, by);
    renameSync(join(vault, 'b'), join(vault, 'z'));
    await follower.catchUp();
    expect(paths()).toEqual(['bb.md', 'z/c.md', 'z/d/e.md']);
    put(vault, 'z/d/new.md', 'x');
    rmSync(join(vault, 'z/c.md'));
    await follower.catchUp();
    expect(paths()).toEqual(['bb.md', 'z/d/e.md', 'z/d/new.md']);
  });

  it('sees a folder taking the place of a file, and a file that of a folder', async () => {
    const vault = makeVault({ 'a.md': 'x', 'b/c.md': 'x' });
    const { follower, paths } = await following(vault, by);
    rmSync(join(vault, 'a.md'));
    rmSync(join(vault, 'b'), { recursive: true });
    put(vault, 'a.md/in.md', 'x');
    put(vault, 'b', 'x');
    await follower.catchUp();
    expect(paths()).toEqual(['a.md/in.md', 'b']);
  });

  it('says nothing of what is hidden or outside', async () => {
    const outside = makeVault({ 's.md': 'x' });
    const vault = makeVault({ 'a.md': 'x', '.obsidian/app.json': '{}' });
    const { follower, log } = await following(vault, by);
    put(vault, '.obsidian/app.json', '{ }');
    put(vault, '.trash/b.md', 'x');
    symlinkSync(outside, join(vault, 'out'));
    await follower.catchUp(['.obsidian/app.json', 'out/s.md', '../x', '/etc/hostname']);
    expect(log).toEqual([]);
  });

  it('follows linked folders', async () => {
    const outside = makeVault({ 's.md': 'x' });
    const vault = makeVault({ 'a.md': 'x' });
    symlinkSync(outside, join(vault, 'team'));
    const { follower, paths } = await following(vault, by, [outside]);
    expect(paths()).toEqual(['a.md', 'team/s.md']);
    put(outside, 'new/t.md', 'x');
    await follower.catchUp();
    expect(paths()).toEqual(['a.md', 'team/new/t.md', 'team/s.md']);
    rmSync(join(vault, 'team'));
    await follower.catchUp();
    expect(paths()).toEqual(['a.md']);
  });

  it('ends where the disk ends after a storm of changes', { timeout: 30_000 }, async () => {
    const vault = makeVault();
    for (let at = 0; at < 40; at++) mkdirSync(join(vault, `s${at}`));
    const { follower, paths } = await following(vault, by);
    const expected: string[] = [];
    for (let at = 0; at < 6_000; at++) {
      const path = `s${at % 40}/${at}.md`;
      writeFileSync(join(vault, path), 'x');
      if (at % 3 === 0) rmSync(join(vault, path));
      else expected.push(path);
    }
    await follower.catchUp();
    expect(paths()).toEqual(expected.sort());
  });

  it('says nothing after it was closed', async () => {
    const vault = makeVault({ 'a.md': 'x' });
    const { follower, log } = await following(vault, by);
    follower.close();
    put(vault, 'b.md', 'x');
    await follower.catchUp(['b.md']);
    expect(log).toEqual([]);
  });
});

it('looks instead of watching when the system has no watch left', async () => {
  const vault = makeVault({ 'a.md': 'x', 'b/c.md': 'x', 'd/e.md': 'x' });
  const { watch } = fs;
  let left = 2;
  fs.watch = ((...args: Parameters<typeof watch>) => {
    if (left-- > 0) return watch(...args);
    throw Object.assign(new Error('no watch left'), { code: 'ENOSPC' });
  }) as typeof watch;
  syncBuiltinESMExports();
  onTestFinished(() => {
    fs.watch = watch;
    syncBuiltinESMExports();
  });
  const { follower, paths } = await following(vault, 'watch');
  expect(follower.by).toBe('sweep');
  rmSync(join(vault, 'b/c.md'));
  put(vault, 'd/new.md', 'x');
  await follower.catchUp();
  expect(paths()).toEqual(['a.md', 'd/e.md', 'd/new.md']);
});

it('finds by looking at everything, now and then, what was written in place and not named', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const vault = makeVault({ 'b/a.md': 'x' });
  for (const folder of [join(vault, 'b'), vault]) utimesSync(folder, 1_000, 1_000);
  const { follower, log } = await following(vault, 'sweep');
  writeFileSync(join(vault, 'b/a.md'), 'longer');
  await follower.catchUp();
  expect(log).toEqual([]);
  vi.advanceTimersByTime(2_000);
  await vi.waitFor(() => expect(log).toEqual(['~b/a.md']));
});

it('does not trust the time of a folder that could change again within the same tick of its clock', async () => {
  const vault = makeVault({ 'a.md': 'x' });
  const tick = new Date();
  utimesSync(vault, tick, tick);
  const { follower, paths } = await following(vault, 'sweep');
  put(vault, 'b.md', 'x');
  utimesSync(vault, tick, tick);
  await follower.catchUp();
  expect(paths()).toEqual(['a.md', 'b.md']);
});

it('tells of changes without being asked', async () => {
  const vault = makeVault({ 'a.md': 'x' });
  const { log } = await following(vault, 'watch');
  put(vault, 'b.md', 'x');
  await expect.poll(() => log, { timeout: 5_000 }).toEqual(['+b.md']);
});

it('knows the names first, and of what was kept which are not true any more by the times of folders', async () => {
  const vault = makeVault({ 'a.md': 'x', 'b/c.md': 'x', 'b/d.md': 'x', 'e/f.md': 'x' });
  for (const path of ['a.md', 'b/c.md', 'b/d.md', 'e/f.md', 'b', 'e', ''])
    utimesSync(join(vault, path), 1_000, 1_000);
  const before = follow(sourceAt(vault), { changed: () => undefined });
  await before.listed;
  const kept = Promise.resolve({ files: [...before.files()], folders: [...before.folders()] });
  before.close();
  put(vault, 'e/f.md', 'longer');
  put(vault, 'b/new.md', 'x');
  rmSync(join(vault, 'b/d.md'));
  const log: string[] = [];
  const changed = ({ added, changed, removed }: Changes) => {
    log.push(...added.map(({ path }) => `+${path}`), ...changed.map(({ path }) => `~${path}`));
    log.push(...removed.map((path) => `-${path}`));
  };
  const follower = follow(sourceAt(vault), { changed, kept });
  onTestFinished(() => follower.close());
  await follower.named;
  expect(log.sort()).toEqual(['+b/new.md', '-b/d.md']);
  await follower.listed;
  expect(log.sort()).toEqual(['+b/new.md', '-b/d.md', '~e/f.md']);
});

it('does not rely on the times of folders alone for what was kept', async () => {
  const vault = makeVault({ 'a.md': 'x', 'b/c.md': 'x' });
  const settle = () => {
    for (const path of ['a.md', 'b/c.md', 'b', '']) utimesSync(join(vault, path), 1_000, 1_000);
  };
  settle();
  const before = follow(sourceAt(vault), { changed: () => undefined });
  await before.listed;
  const kept = Promise.resolve({ files: [...before.files()], folders: [...before.folders()] });
  before.close();
  put(vault, 'b/new.md', 'x');
  settle();
  const log: string[] = [];
  const changed = ({ added }: Changes) => log.push(...added.map(({ path, size }) => `+${path} ${size}`));
  const follower = follow(sourceAt(vault), { changed, kept });
  onTestFinished(() => follower.close());
  await expect.poll(() => log, { timeout: 5_000 }).toEqual(['+b/new.md 1']);
});

it('sees what comes and goes before every file is listed', async () => {
  const vault = makeVault(Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`f${at}/a.md`, 'x'])));
  const names = new Set<string>();
  const changed = ({ added, removed }: Changes) => {
    for (const { path } of added) names.add(path);
    for (const path of removed) names.delete(path);
  };
  // Time runs, so that the listing has to take its turns.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now++);
  onTestFinished(() => void vi.restoreAllMocks());
  const follower = follow(sourceAt(vault), { changed });
  onTestFinished(() => follower.close());
  await follower.named;
  let listed = false;
  void follower.listed.then(() => {
    listed = true;
  });
  put(vault, 'f0/new.md', 'x');
  put(vault, 'f299/new.md', 'x');
  rmSync(join(vault, 'f150/a.md'));
  await follower.catchUp();
  expect(listed).toBe(false);
  expect([names.size, names.has('f0/new.md'), names.has('f299/new.md'), names.has('f150/a.md')]).toEqual([
    301,
    true,
    true,
    false,
  ]);
});

it('lists a large vault in slices: others have their turn', async () => {
  const vault = makeVault(
    Object.fromEntries(Array.from({ length: 2_500 }, (_, at) => [`f${at % 25}/${at}.md`, 'x'])),
  );
  // Time stands still, but for a millisecond each time that somebody looks at the clock.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now++);
  onTestFinished(() => void vi.restoreAllMocks());
  let turns = 0;
  let next = setImmediate(function again() {
    turns++;
    next = setImmediate(again);
  });
  onTestFinished(() => clearImmediate(next));
  const { paths } = await following(vault, 'watch');
  expect(paths()).toHaveLength(2_500);
  // 2,525 steps of a millisecond, and slices of eight.
  expect(turns).toBeGreaterThan(2_525 / 10);
});
