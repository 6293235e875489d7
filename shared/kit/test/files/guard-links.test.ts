import { execFileSync } from 'node:child_process';
import { constants, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Arena, makeArena, refusalOf, rootAt, textOf, WAYS } from './arena.ts';

describe.each(WAYS)('links, held $way', ({ platform, skipped }) => {
  let arena: Arena;
  const link = (name: string, target: string) => symlinkSync(target, join(arena.root, name));
  const read = (path: string, guard = arena.guard()) => textOf(guard.hold(path));
  const refusal = (path: string, guard = arena.guard()) => refusalOf(() => read(path, guard));
  beforeEach(({ skip }) => {
    if (skipped) skip(skipped);
    arena = makeArena(platform);
    arena.write('allowed/sub/b.txt', 'B');
  });
  afterEach(() => arena?.remove());

  it('are followed inside the root, and the place is where they end', () => {
    link('file', 'sub/b.txt');
    link('folder', './sub/');
    link('absolute', join(arena.root, 'sub'));
    link('sub/up', '..');
    link('round', '../allowed/sub');
    for (const path of ['file', 'folder/b.txt', 'absolute/b.txt', 'sub/up/sub/b.txt', 'round/b.txt']) {
      const held = arena.guard().hold(path);
      expect(held).toMatchObject({ relative: 'sub/b.txt', shown: 'sub/b.txt' });
      expect(textOf(held)).toBe('B');
    }
  });

  it('climb from where the system would climb', () => {
    mkdirSync(join(arena.root, 'x/y'), { recursive: true });
    writeFileSync(join(arena.root, 'x/target'), 'RIGHT');
    writeFileSync(join(arena.root, 'target'), 'WRONG');
    link('jump', 'x/y');
    link('via', 'jump/../target');
    link('far', 'x/../x/../x/y/../target');
    expect(read('via')).toBe(readFileSync(join(arena.root, 'via'), 'utf8'));
    expect(read('far')).toBe('RIGHT');
  });

  it('are followed 40 times at most, in circles too', () => {
    link('l0', 'sub/b.txt');
    for (let n = 1; n <= 40; n++) link(`l${n}`, `l${n - 1}`);
    link('loop', 'pool');
    link('pool', 'loop');
    link('deeper', 'deeper/x');
    expect(read('l39')).toBe('B');
    for (const path of ['l40', 'loop', 'deeper', 'loop/x']) {
      expect(refusal(path)).toMatchObject({
        code: 'not_found',
        message: `"${path}" leads through too many links.`,
      });
    }
  });

  it('to nowhere inside the root do not exist', () => {
    link('dangling', 'sub/gone');
    expect(refusal('dangling')).toMatchObject({ code: 'not_found', message: '"dangling" does not exist.' });
  });

  it('out of the root are refused in the same words, whatever is there', () => {
    link('chain', 'out');
    link('out', arena.outside);
    link('relative', '../outside');
    link('sibling', '../allowed_evil');
    link('parent', '..');
    link('sub/climb', '../../outside');
    link('winding', 'sub/../../outside');
    link('secret', join(arena.outside, 'secret.txt'));
    link('nothing', join(arena.outside, 'nothing'));
    const paths = ['out', 'out/secret.txt', 'out/nothing', 'out/no/such/folder', 'relative/secret.txt'];
    paths.push('chain/secret.txt', 'sibling/secret.txt', 'parent', 'parent/allowed/sub', 'secret', 'nothing');
    paths.push('secret/x', 'nothing/x', 'sub/climb/secret.txt', 'winding/secret.txt', 'winding/gone');
    const { hint } = refusal('../outside');
    for (const path of paths) {
      expect(refusal(path)).toEqual({
        code: 'forbidden',
        message: `"${path}" is outside the folders this server may use.`,
        hint,
      });
      if (path.includes('/')) expect(refusalOf(() => arena.guard().slot(`${path}/x`)).hint).toBe(hint);
    }
  });

  it('into another root have the rights of that root', () => {
    const second = rootAt(join(arena.base, 'second'), { writable: false });
    arena.write('second/c.txt', 'C');
    link('over', '../second');
    const guard = arena.guard({ roots: [rootAt(arena.root), second] });
    const held = guard.hold('allowed/over/c.txt');
    expect(held).toMatchObject({ root: second, relative: 'c.txt', shown: 'second/c.txt' });
    expect(textOf(held)).toBe('C');
    expect(refusalOf(() => guard.slot('allowed/over/new')).code).toBe('forbidden');
  });

  it('may say the path of the root as the operator wrote it', () => {
    const given = join(arena.base, 'given');
    symlinkSync(arena.root, given);
    link('spelled', join(given, 'sub/b.txt'));
    expect(read('spelled', arena.guard({ roots: [rootAt(arena.root, { given })] }))).toBe('B');
  });

  it('to what a rule protects are refused in the same words, whatever is there', () => {
    arena.write('allowed/.env', 'TOKEN=1');
    arena.write('allowed/.git/config', '');
    link('innocent', '.env');
    link('dangling', '.ssh/id_rsa');
    link('hidden', '.git');
    link('winding', 'sub/../.git');
    link('.npmrc', 'sub/b.txt');
    const { hint } = refusal('.env');
    const paths = ['.env', '.env.gone', 'sub/.env', 'innocent', 'dangling', 'hidden/config', 'hidden/gone'];
    for (const path of [...paths, 'winding/config', 'winding/gone', '.npmrc', 'sub/../.ENV', '.env/']) {
      expect(refusal(path)).toEqual({
        code: 'forbidden',
        message: `"${path}" is protected, because such files hold secrets.`,
        hint,
      });
    }
  });

  it('do not lead through a file', () => {
    writeFileSync(join(arena.root, 'file'), '');
    link('via', 'file/../sub/b.txt');
    expect(refusal('via').code).toBe('not_found');
  });

  it('do not make a hostile tree expensive: 4,096 names are gone through, all links together', () => {
    const deep = Array.from({ length: 400 }, () => 'd').join('/');
    arena.write(`allowed/${deep}/l0`, 'END');
    for (let n = 1; n <= 11; n++) link(`${deep}/l${n}`, join(arena.root, deep, `l${n - 1}`));
    expect(read(`${deep}/l7`)).toBe('END');
    expect(refusal(`${deep}/l11`).message).toContain('leads through too many links');
  });

  it('to devices and to /proc are outside', () => {
    link('null', '/dev/null');
    link('zero', '/dev/zero');
    link('self', '/proc/self');
    link('environ', '/proc/self/environ');
    link('cwd', '/proc/self/cwd');
    link('stdin', '/dev/stdin');
    for (const path of ['null', 'zero', 'self/environ', 'environ', 'cwd', 'cwd/package.json', 'stdin']) {
      expect(refusal(path).message).toContain('is outside the folders');
    }
  });
});

describe.each(WAYS)('what is not a regular file, held $way', ({ platform, skipped }) => {
  let arena: Arena;
  const opened = (path: string) =>
    refusalOf(() =>
      arena
        .guard()
        .hold(path)
        .open(constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)),
    );
  beforeEach(({ skip }) => {
    if (skipped) skip(skipped);
    arena = makeArena(platform);
  });
  afterEach(() => arena?.remove());
  const refused = (name: string) => ({
    code: 'forbidden',
    message: `"${name}" is not a regular file.`,
  });

  it('is described but never opened: a FIFO', () => {
    execFileSync('mkfifo', [join(arena.root, 'fifo')]);
    expect(arena.guard().hold('fifo').stat.isFIFO()).toBe(true);
    expect(opened('fifo')).toMatchObject(refused('fifo'));
    expect(refusalOf(() => arena.guard().slot('fifo/x', { makeFolders: true })).code).toBe('conflict');
  });

  it('is described but never opened: a socket', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(join(arena.root, 'sock'), listening));
    expect(opened('sock')).toMatchObject(refused('sock'));
    await new Promise((closed) => server.close(closed));
  });

  it('is described but never opened: a device', ({ skip }) => {
    try {
      execFileSync('mknod', [join(arena.root, 'null'), 'c', '1', '3'], { stdio: 'ignore' });
    } catch {
      skip('Making a device node needs privileges.');
    }
    expect(opened('null')).toMatchObject(refused('null'));
  });
});
