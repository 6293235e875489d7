import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { temporaryName } from '@ashlar/kit/files';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWire, type Wire } from './wire.ts';

const onWindows = process.platform === 'win32';
const onLinux = process.platform === 'linux';

let wire: Wire;
beforeEach(async () => {
  wire = await openWire(
    {
      'root/a.txt': 'A',
      'root/b.txt': 'B',
      'root/folder/one.txt': '1',
      'root/folder/deep/two.txt': '2',
      'root/secrets/plain.txt': 'P',
      'root/secrets/deep/.env': 'SECRET',
      'ro/kept.txt': 'K',
      'ro/folder/in.txt': 'I',
      'ro/secrets/.env': 'SECRET',
      'outside/secret.txt': 'SECRET',
    },
    { roots: ['root', 'ro:ro'] },
  );
});
afterEach(() => wire.close());

const move = (from: string, to: string, copy?: boolean) => ({ from: `root/${from}`, to: `root/${to}`, copy });
const read = (path: string) => readFileSync(join(wire.base, path), 'utf8');
const names = (path = '.') => readdirSync(join(wire.base, path), { recursive: true }).sort();

describe('a move', () => {
  it('says what went where, and with how much', async () => {
    expect(await wire.says('move', move('a.txt', 'new/folder/c.txt'))).toEqual([
      'Moved root/a.txt to root/new/folder/c.txt.',
    ]);
    expect(await wire.says('move', move('folder', 'moved'))).toEqual([
      'Moved root/folder to root/moved with 2 files and 1 folder.',
    ]);
    expect(read('root/new/folder/c.txt') + read('root/moved/deep/two.txt')).toBe('A2');
    expect(existsSync(join(wire.root, 'a.txt')) || existsSync(join(wire.root, 'folder'))).toBe(false);
  });

  it('may be a copy', async () => {
    expect(await wire.says('move', move('a.txt', 'c.txt', true))).toEqual([
      'Copied root/a.txt to root/c.txt.',
    ]);
    expect(await wire.says('move', move('folder', 'c', true))).toEqual([
      'Copied root/folder to root/c with 2 files and 1 folder.',
    ]);
    expect(
      read('root/a.txt') + read('root/c.txt') + read('root/folder/one.txt') + read('root/c/one.txt'),
    ).toBe('AA11');
  });

  it('can copy out of a root that is read-only, and no more than that', async () => {
    const before = names('ro');
    for (const [from, to] of [
      ['ro/kept.txt', 'root/kept.txt'],
      ['ro/folder', 'root/from-there'],
    ]) {
      expect(await wire.refuses('move', { from, to })).toContain(`"${from}" is in a root that is read-only`);
      await wire.says('move', { from, to, copy: true });
    }
    expect(read('root/kept.txt') + read('root/from-there/in.txt')).toBe('KI');
    for (const copy of [true, false]) {
      const into = { from: 'root/a.txt', to: 'ro/new/a.txt', copy };
      expect(await wire.refuses('move', into)).toContain('"ro/new/a.txt" is in a root that is read-only');
      const within = { from: 'ro/kept.txt', to: 'ro/other.txt', copy };
      expect(await wire.refuses('move', within)).toContain('is in a root that is read-only');
    }
    const secret = { from: 'ro/secrets', to: 'root/secrets2', copy: true };
    expect(await wire.refuses('move', secret)).toContain('"ro/secrets" holds something that is protected');
    expect(names('ro')).toEqual(before);
  });

  it.skipIf(onWindows)('takes a link itself, whatever it leads to (not Windows)', async () => {
    const outside = join(wire.base, 'outside/secret.txt');
    symlinkSync(outside, join(wire.root, 'away'));
    expect(await wire.says('move', move('away', 'folder/away'))).toEqual([
      'Moved root/away to root/folder/away.',
    ]);
    expect(readlinkSync(join(wire.root, 'folder/away'))).toBe(outside);
    await wire.says('move', move('folder', 'copy', true));
    expect(readlinkSync(join(wire.root, 'copy/away'))).toBe(outside);
    expect(await wire.refuses('read', { path: 'root/copy/away' })).toContain('is outside');
  });

  it.skipIf(onWindows)('names both in one visible line (not Windows)', async () => {
    expect(await wire.says('move', move('a.txt', 'a\nb\u202e'))).toEqual([
      'Moved root/a.txt to root/a⟦U+000A⟧b⟦U+202E⟧.',
    ]);
    expect(await wire.says('move', move('a⟦U+000A⟧b⟦U+202E⟧', 'a.txt'))).toEqual([
      'Moved root/a⟦U+000A⟧b⟦U+202E⟧ to root/a.txt.',
    ]);
  });
});

describe('a move is refused', () => {
  it.each([
    ['a.txt', 'b.txt', 'conflict: "root/b.txt" exists already.'],
    ['folder', 'secrets', 'conflict: "root/secrets" exists already.'],
    ['a.txt', 'folder', 'conflict: "root/folder" exists already.'],
    ['a.txt', 'a.txt', 'conflict: "root/a.txt" exists already.'],
    ['gone.txt', 'c.txt', 'not_found: "root/gone.txt" does not exist.'],
    ['folder', 'folder/deep/in', 'invalid_input: "root/folder" cannot be moved or copied into itself.'],
    ['.', 'c', 'forbidden: "root/." is a root of this server'],
    ['a.txt', '../outside/c.txt', 'does not start with the name of a root'],
    ['../outside/secret.txt', 'c.txt', 'does not start with the name of a root'],
    ['secrets/deep/.env', 'c.txt', 'forbidden: "root/secrets/deep/.env" is protected'],
    ['a.txt', 'folder/.env', 'forbidden: "root/folder/.env" is protected'],
    ['a.txt', 'x/.ssh/authorized_keys', 'is protected'],
    ['secrets', 'c', 'forbidden: "root/secrets" holds something that is protected.'],
    ['secrets', 'c/d', 'forbidden: "root/secrets" holds something that is protected.'],
    ['a.txt', temporaryName('x'), 'is a name this server keeps for itself'],
    [temporaryName('x'), 'c.txt', 'not_found'],
  ])('with the reason: %s to %s', async (from, to, words) => {
    const before = [names('root').filter((name) => name !== 'c'), names('outside'), names('ro')];
    for (const copy of [false, true]) {
      expect(await wire.refuses('move', move(from, to, copy))).toContain(words);
    }
    expect([names('root').filter((name) => name !== 'c'), names('outside'), names('ro')]).toEqual(before);
  });

  it('where a rule would bind something that it brings along', async () => {
    mkdirSync(join(wire.root, 'cloud'));
    await wire.put('root/cloud/credentials', 'x');
    expect(await wire.refuses('move', move('cloud', '.aws'))).toContain('"root/cloud" holds something');
  });

  it.skipIf(!onLinux)('rather than done by half, where a name cannot be read (Linux)', async () => {
    writeFileSync(Buffer.concat([Buffer.from(join(wire.root, 'folder/x')), Buffer.from([0xff])]), '');
    for (const copy of [false, true]) {
      expect(await wire.refuses('move', move('folder', 'c', copy))).toBe(
        'limited: "root/folder" holds a name that is not valid Unicode. It has to be renamed by another program first.',
      );
    }
    expect(await wire.refuses('delete', { path: 'root/folder', recursive: true })).toContain(
      'not valid Unicode',
    );
    expect([existsSync(join(wire.root, 'c')), names('root/folder').length]).toEqual([false, 4]);
  });

  it('before folders are made for what is not there', async () => {
    await wire.refuses('move', move('gone.txt', 'new/folder/c.txt'));
    expect(existsSync(join(wire.root, 'new'))).toBe(false);
  });
});
