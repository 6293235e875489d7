import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Arena, makeArena, refusalOf, rootAt, WAYS } from './arena.ts';

describe.each(WAYS)('a slot, held $way', ({ platform, skipped }) => {
  let arena: Arena;
  const inRoot = (path: string) => join(arena.root, path);
  const refusal = (path: string, makeFolders = false, guard = arena.guard()) =>
    refusalOf(() => guard.slot(path, { makeFolders }));
  beforeEach(({ skip }) => {
    if (skipped) skip(skipped);
    arena = makeArena(platform);
    arena.write('allowed/a.txt', 'A');
    arena.write('allowed/sub/b.txt', 'B');
  });
  afterEach(() => arena?.remove());

  it('says what stands there, and is the way to put something there', () => {
    const taken = arena.guard().slot('sub/b.txt');
    expect(taken).toMatchObject({ name: 'b.txt', relative: 'sub/b.txt', shown: 'sub/b.txt' });
    expect(taken.stat?.size).toBe(1);
    expect(taken.folder.relative).toBe('sub');
    taken.close();
    const free = arena.guard().slot('new.txt');
    expect(free).toMatchObject({ relative: 'new.txt', stat: undefined });
    writeFileSync(free.path, 'NEW');
    free.close();
    expect(readFileSync(inRoot('new.txt'), 'utf8')).toBe('NEW');
  });

  it('does not follow its last name', () => {
    symlinkSync('../outside/secret.txt', inRoot('out'));
    symlinkSync('gone', inRoot('dangling'));
    for (const name of ['out', 'dangling']) {
      const slot = arena.guard().slot(name);
      expect(slot.stat?.isSymbolicLink()).toBe(true);
      unlinkSync(slot.path);
      slot.close();
      expect(lstatSync(inRoot(name), { throwIfNoEntry: false })).toBeUndefined();
    }
    expect(existsSync(join(arena.outside, 'secret.txt'))).toBe(true);
  });

  it('follows links on the way, inside the root only', () => {
    symlinkSync('sub', inRoot('link'));
    symlinkSync('../outside', inRoot('out'));
    const slot = arena.guard().slot('link/b.txt');
    expect(slot.relative).toBe('sub/b.txt');
    slot.close();
    for (const path of ['out/new.txt', 'out/secret.txt', 'out/no/such/folder']) {
      expect(refusal(path, true)).toMatchObject({
        code: 'forbidden',
        message: `"${path}" is outside the folders this server may use.`,
      });
    }
    expect(readdirSync(arena.outside)).toEqual(['secret.txt']);
  });

  it('stays in its folder when another takes the name of that folder', () => {
    const slot = arena.guard().slot('sub/new.txt');
    renameSync(inRoot('sub'), inRoot('moved'));
    mkdirSync(inRoot('sub'));
    writeFileSync(slot.path, 'NEW');
    slot.close();
    expect(existsSync(inRoot('moved/new.txt'))).toBe(platform === 'linux');
  });

  it('makes the folders on the way when asked to, and only then', () => {
    symlinkSync('sub', inRoot('link'));
    expect(refusal('x/y/z.txt').code).toBe('not_found');
    expect(existsSync(inRoot('x'))).toBe(false);
    arena.guard().slot('x/y/z.txt', { makeFolders: true }).close();
    arena.guard().slot('link/deep/z.txt', { makeFolders: true }).close();
    expect(readdirSync(inRoot('x/y'))).toEqual([]);
    expect(existsSync(inRoot('sub/deep'))).toBe(true);
    for (const path of ['a.txt/new', 'a.txt/x/new']) {
      expect(refusal(path, true)).toMatchObject({ code: 'conflict' });
    }
  });

  it('makes no folder where the answer is no', () => {
    const roots = [rootAt(arena.root, { writable: false })];
    expect(refusal('x/y/z.txt', true, arena.guard({ roots })).message).toContain('is read-only');
    expect(refusal('x/.git/z.txt', true).message).toContain('is protected');
    symlinkSync('y/.ssh', inRoot('keys'));
    expect(refusal('keys/x/z.txt', true).message).toContain('is protected');
    expect(readdirSync(arena.root).sort()).toEqual(['a.txt', 'keys', 'sub']);
  });

  it('is not given in a read-only root', () => {
    const guard = arena.guard({ roots: [rootAt(arena.root, { writable: false })] });
    expect(refusal('a.txt', false, guard)).toMatchObject({
      code: 'forbidden',
      message: '"a.txt" is in a root that is read-only.',
    });
    expect(refusal('new.txt', false, guard).code).toBe('forbidden');
  });

  it('is not given for what a rule protects, by both names', () => {
    arena.write('allowed/.aws/credentials', '');
    symlinkSync('.aws', inRoot('link'));
    symlinkSync('sub', inRoot('.ssh'));
    for (const path of [
      '.env',
      'sub/new.pem',
      'link/credentials',
      '.ssh',
      '.ssh/b.txt',
      '.git/hooks/post-commit',
    ]) {
      expect(refusal(path)).toMatchObject({
        code: 'forbidden',
        message: `"${path}" is protected, because such files hold secrets.`,
      });
    }
  });

  it('is not given for a root, or for a folder with a root in it', () => {
    const inner = rootAt(inRoot('sub/deep/inner'), { writable: false });
    mkdirSync(inner.real, { recursive: true });
    symlinkSync('sub', inRoot('link'));
    const guard = arena.guard({ roots: [rootAt(arena.root), inner] });
    for (const path of [
      'allowed',
      'inner',
      'allowed/sub/deep/inner',
      'allowed/sub',
      'allowed/link/deep',
      arena.root,
    ]) {
      expect(refusal(path, true, guard)).toMatchObject({
        code: 'forbidden',
        message: `"${path}" is a root of this server, or a root lies below it.`,
      });
    }
    expect(refusal('allowed/sub/deep/inner/new', true, guard).message).toContain('is read-only');
    guard.slot('allowed/sub/b.txt').close();
    for (const path of ['', '.', 'sub/..']) expect(refusal(path).code).toBe('forbidden');
  });

  it('is not given below a root that is a file', () => {
    const file = rootAt(inRoot('a.txt'), { writable: true });
    const guard = arena.guard({ roots: [file] });
    expect(refusal('a.txt', false, guard).code).toBe('forbidden');
    expect(refusal('a.txt/x', true, guard).code).toBe('conflict');
  });

  it('finds the entry that only looks like the name', () => {
    arena.write('allowed/cafe\u0301.txt', 'C');
    const slot = arena.guard().slot('caf\u00E9.txt');
    expect(slot).toMatchObject({ name: 'cafe\u0301.txt', relative: 'cafe\u0301.txt' });
    expect(readFileSync(slot.path, 'utf8')).toBe('C');
    slot.close();
    const link = arena.guard().slot('na\u00EFve.txt');
    expect(link).toMatchObject({ name: 'na\u00EFve.txt', stat: undefined });
    symlinkSync('a.txt', link.path);
    link.close();
    expect(readlinkSync(inRoot('na\u00EFve.txt'))).toBe('a.txt');
  });
});
