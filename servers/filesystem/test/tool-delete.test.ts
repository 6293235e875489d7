import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryName } from '@ashlar/kit/files';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWire, type Wire } from './wire.ts';

const onWindows = process.platform === 'win32';

let wire: Wire;
beforeEach(async () => {
  wire = await openWire(
    {
      'root/a.txt': 'A',
      'root/empty/': '',
      'root/folder/one.txt': '1',
      'root/folder/deep/two.txt': '2',
      'root/secrets/plain.txt': 'P',
      'root/secrets/deep/.env': 'SECRET',
      ...Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`root/secrets/deep/${n}`, ''])),
      [`root/${temporaryName('a.txt')}`]: 'half',
      'root/ro/kept.txt': 'K',
      'outside/secret.txt': 'SECRET',
    },
    { roots: ['root', 'root/ro:ro'] },
  );
});
afterEach(() => wire.close());

const at = (path: string) => ({ path: `root/${path}` });
const names = () => readdirSync(wire.base, { recursive: true }).sort();

describe('a deletion', () => {
  it('says what is gone, and how much was in it', async () => {
    expect(await wire.says('delete', at('a.txt'))).toEqual(['Deleted root/a.txt.']);
    expect(await wire.says('delete', at('empty'))).toEqual(['Deleted root/empty.']);
    expect(await wire.says('delete', { ...at('folder'), recursive: true })).toEqual([
      'Deleted root/folder with 2 files and 1 folder.',
    ]);
    expect(['a.txt', 'empty', 'folder'].some((name) => existsSync(join(wire.root, name)))).toBe(false);
  });

  it.skipIf(onWindows)('takes a link itself, never what it leads to (not Windows)', async () => {
    symlinkSync('../outside', join(wire.root, 'away'));
    symlinkSync('../a.txt', join(wire.root, 'folder/near'));
    symlinkSync('../../outside', join(wire.root, 'folder/deep/far'));
    expect(await wire.says('delete', { ...at('away'), recursive: true })).toEqual(['Deleted root/away.']);
    expect(await wire.says('delete', { ...at('folder'), recursive: true })).toEqual([
      'Deleted root/folder with 4 files and 1 folder.',
    ]);
    expect(await wire.bytes('outside/secret.txt')).toEqual(Buffer.from('SECRET'));
    expect(await wire.bytes('root/a.txt')).toEqual(Buffer.from('A'));
  });

  it.skipIf(onWindows)('names it in one visible line (not Windows)', async () => {
    await wire.put('root/a\nb\u202e', '');
    expect(await wire.says('delete', at('a⟦U+000A⟧b⟦U+202E⟧'))).toEqual(['Deleted root/a⟦U+000A⟧b⟦U+202E⟧.']);
    expect(readdirSync(wire.root)).not.toContain('a\nb\u202e');
  });
});

describe('a deletion is refused', () => {
  const FULL =
    'invalid_input: "root/folder" is a folder that is not empty. ' +
    'List it first; to delete it with all that is in it, set `recursive` to true.';

  it.each([
    ['gone', {}, 'not_found: "root/gone" does not exist. List the folder above it to see the exact names.'],
    ['folder', {}, FULL],
    ['.', { recursive: true }, 'forbidden: "root/." is a root of this server, or a root lies below it.'],
    ['ro', { recursive: true }, 'forbidden: "root/ro" is a root of this server, or a root lies below it.'],
    ['ro/kept.txt', {}, 'forbidden: "root/ro/kept.txt" is in a root that is read-only.'],
    ['secrets', { recursive: true }, 'forbidden: "root/secrets" holds something that is protected.'],
    [
      'secrets/deep',
      { recursive: true },
      'forbidden: "root/secrets/deep" holds something that is protected.',
    ],
    ['secrets/deep/.env', {}, 'forbidden: "root/secrets/deep/.env" is protected'],
    ['secrets/.env', {}, 'forbidden: "root/secrets/.env" is protected'],
    ['../outside', { recursive: true }, 'does not start with the name of a root'],
    [temporaryName('a.txt'), {}, 'is a name this server keeps for itself'],
  ])('with the reason, and nothing is gone: %s %j', async (path, options, words) => {
    const before = names();
    expect(await wire.refuses('delete', { ...at(path), ...options })).toContain(words);
    expect(names()).toEqual(before);
  });

  it.skipIf(onWindows)('where the way leads out of the root (not Windows)', async () => {
    symlinkSync('../outside', join(wire.root, 'away'));
    expect(await wire.refuses('delete', at('away/secret.txt'))).toContain(
      '"root/away/secret.txt" is outside',
    );
    expect(await wire.refuses('delete', at('away/gone.txt'))).toContain('"root/away/gone.txt" is outside');
    expect(await wire.bytes('outside/secret.txt')).toEqual(Buffer.from('SECRET'));
  });
});
