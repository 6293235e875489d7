import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isHidden } from '../src/disk/hidden.ts';
import { nothingSkipped } from '../src/disk/skipped.ts';
import { MAX_DEPTH, walk } from '../src/disk/walk.ts';
import { makeVault, put, temporaryFolder, walked } from './disk-vault.ts';
import { sourceAt } from './source-at.ts';

describe('what a walk of the vault meets', () => {
  it('lists every file with its path, and no folder', () => {
    const vault = makeVault({ 'a.md': 'x', 'b/c.md': 'x', 'b/d/e.canvas': '{}', 'b/p.png': 'x' });
    mkdirSync(join(vault, 'empty'));
    expect(walked(sourceAt(vault)).paths).toEqual(['a.md', 'b/c.md', 'b/d/e.canvas', 'b/p.png']);
  });

  it('leaves out dot folders and dot files, whatever their case', () => {
    const vault = makeVault({
      'a.md': 'x',
      '.obsidian/app.json': '{}',
      '.Obsidian2/x.md': 'x',
      '.git/HEAD': 'x',
      '.trash/old.md': 'x',
      'b/.hidden.md': 'x',
      '.env.example': 'x',
    });
    expect(walked(sourceAt(vault)).paths).toEqual(['a.md']);
  });

  it.each([
    '.obsidian/x',
    'a/.git/x',
    '\u200b.obsidian/x',
    '\uff0eobsidian',
    'a/\u200d.trash',
    '⟦U+200B⟧.git',
    '...',
  ])('takes %j for hidden', (path) => expect(isHidden(path)).toBe(true));

  it.each(['a.md', 'a/b.c/d.md', 'v1.2', 'a b/c'])('takes %j for visible', (path) =>
    expect(isHidden(path)).toBe(false),
  );

  it('keeps names with line breaks, bidi marks and decomposed letters as they are on the disk', () => {
    const names = ['two\nlines.md', 'abc\u202egnp.md', 'Cafe\u0301.md', ' blank .md', '-rf.md'];
    const vault = makeVault(Object.fromEntries(names.map((name) => [name, 'x'])));
    expect(walked(sourceAt(vault)).paths).toEqual([...names].sort());
  });

  it('counts names that are not Unicode', () => {
    const vault = makeVault({ 'a.md': 'x' });
    writeFileSync(Buffer.concat([Buffer.from(`${vault}/bad-`), Buffer.from([0xff, 0xfe])]), 'x');
    const { paths, skipped } = walked(sourceAt(vault));
    expect(paths).toEqual(['a.md']);
    expect(skipped.odd).toBe(1);
  });

  it.skipIf(process.platform === 'win32')('counts pipes and does not open them', () => {
    const vault = makeVault({ 'a.md': 'x' });
    execFileSync('mkfifo', [join(vault, 'pipe.md')]);
    const { paths, skipped } = walked(sourceAt(vault));
    expect(paths).toEqual(['a.md']);
    expect(skipped.odd).toBe(1);
  });

  it.skipIf(process.getuid?.() === 0)('counts folders it may not read (not as root)', () => {
    const vault = makeVault({ 'a.md': 'x', 'shut/b.md': 'x' });
    chmodSync(join(vault, 'shut'), 0);
    const { paths, skipped } = walked(sourceAt(vault));
    chmodSync(join(vault, 'shut'), 0o700);
    expect(paths).toEqual(['a.md']);
    expect(skipped.unreadable).toBe(1);
  });

  it('ends at a number of files', () => {
    const source = sourceAt(makeVault({ 'a.md': 'x', 'b.md': 'x', 'c/d.md': 'x', 'c/e.md': 'x' }));
    const skipped = nothingSkipped();
    const files = [...walk(source, { start: '', skipped, most: 3 })].filter(({ kind }) => kind === 'file');
    expect([files.length, skipped.tooMany]).toEqual([3, 1]);
  });

  it('ends at a depth', () => {
    const deep = Array.from({ length: MAX_DEPTH + 3 }, (_, at) => `d${at}`).join('/');
    const { paths, skipped } = walked(sourceAt(makeVault({ 'a.md': 'x', [`${deep}/b.md`]: 'x' })));
    expect(paths).toEqual(['a.md']);
    expect(skipped.tooDeep).toBe(1);
  });
});

describe('links in the vault', () => {
  it('are left out when they lead out of it, to a folder or to a file', () => {
    const outside = makeVault({ 'secret.md': 'x' });
    const vault = makeVault({ 'a.md': 'x' });
    symlinkSync(outside, join(vault, 'out'));
    symlinkSync(join(outside, 'secret.md'), join(vault, 'out.md'));
    const { paths, skipped } = walked(sourceAt(vault));
    expect(paths).toEqual(['a.md']);
    expect(skipped.links).toBe(2);
  });

  it('are left out when they lead back into it or above it: loops end', () => {
    const above = temporaryFolder();
    const vault = join(above, 'vault');
    put(vault, 'b/a.md', 'x');
    put(above, 'other.md', 'x');
    symlinkSync('.', join(vault, 'self'));
    symlinkSync('../b', join(vault, 'b', 'twin'));
    symlinkSync(above, join(vault, 'up'));
    expect(walked(sourceAt(vault, [above])).paths).toEqual(['b/a.md']);
  });

  it('are gone into where they lead to a linked folder, once, with loops in it ended', () => {
    const outside = makeVault({ 'x.md': 'x', 'deep/y.md': 'x', '.git/z.md': 'x' });
    const vault = makeVault({ 'a.md': 'x' });
    symlinkSync(outside, join(outside, 'deep', 'loop'));
    symlinkSync(outside, join(vault, 'team'));
    symlinkSync(join(outside, 'deep'), join(vault, 'zweit'));
    const { paths, skipped } = walked(sourceAt(vault, [outside]));
    const once = paths.filter((path) => path.endsWith('y.md'));
    expect(once).toHaveLength(1);
    expect(paths).not.toContain('team/.git/z.md');
    expect(skipped.links).toBeGreaterThanOrEqual(1);
  });

  it('lead nowhere when a path names what lies behind them', () => {
    const outside = makeVault({ 'secret.md': 'x' });
    const vault = makeVault({ 'b/a.md': 'x' });
    symlinkSync(outside, join(vault, 'out'));
    symlinkSync('b', join(vault, 'twin'));
    const source = sourceAt(vault);
    expect(() => source.hold('out/secret.md')).toThrow('outside');
    expect(() => source.hold('twin/a.md')).toThrow('not the path of a file');
    expect(() => source.hold('.obsidian/app.json')).toThrow('protected');
    source.hold('b/a.md').close();
  });
});
