import { existsSync, lstatSync, mkdirSync, readdirSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { contentVersion, temporaryName } from '@ashlar/kit/files';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openWire, type Wire } from './wire.ts';

const onWindows = process.platform === 'win32';
const version = (content: string | Buffer) => contentVersion(Buffer.from(content));

let wire: Wire;
beforeEach(async () => {
  wire = await openWire({
    'root/a.txt': 'old\n',
    'root/folder/in.txt': '',
    'outside/secret.txt': 'SECRET',
  });
});
afterEach(() => wire.close());

const text = async (path: string) => (await wire.bytes(path)).toString();

describe('a write', () => {
  it('creates a file and the folders it needs', async () => {
    expect(await wire.says('write', { path: 'new/folder/b.txt', content: 'né\n' })).toEqual([
      `Created new/folder/b.txt: 4 B [version ${version('né\n')}]`,
    ]);
    expect(await text('root/new/folder/b.txt')).toBe('né\n');
  });

  it('by default replaces nothing, and tells the version of what is there', async () => {
    expect(await wire.refuses('write', { path: 'a.txt', content: 'new\n' })).toBe(
      `conflict: "a.txt" exists already. Read it first (version ${version('old\n')}), ` +
        'then edit or overwrite it, or choose another name.',
    );
    expect(await text('root/a.txt')).toBe('old\n');
  });

  it.each([
    ['overwrite', 'a.txt', 'Overwrote', 'new\n'],
    ['overwrite', 'b.txt', 'Created', 'new\n'],
    ['append', 'a.txt', 'Appended to', 'old\nnew\n'],
    ['append', 'b.txt', 'Created', 'new\n'],
  ])('in mode %s of %s says: %s', async (mode, path, done, after) => {
    expect(await wire.says('write', { path, content: 'new\n', mode })).toEqual([
      `${done} ${path}: ${after.length} B [version ${version(after)}]`,
    ]);
    expect(await text(`root/${path}`)).toBe(after);
  });

  it('adds text in the encoding and with the line ends of the file', async () => {
    await wire.put('root/wide.txt', Buffer.from('\ufeffone\r\n', 'utf16le'));
    await wire.says('write', { path: 'wide.txt', content: 'two\n', mode: 'append' });
    expect((await wire.bytes('root/wide.txt')).toString('utf16le')).toBe('\ufeffone\r\ntwo\r\n');
    await wire.put('root/latin.txt', Buffer.from('caf\xe9', 'latin1'));
    expect(await wire.refuses('write', { path: 'latin.txt', content: '€', mode: 'append' })).toBe(
      'invalid_input: The character U+20AC at line 1, column 1 of the new text does not exist in latin1. ' +
        'Use only characters that latin1 has, or write the whole file anew in UTF-8.',
    );
  });

  it('takes bytes as Base64, padded or not, and adds them as they are', async () => {
    await wire.says('write', { path: 'b.bin', content: 'AP8=', encoding: 'base64' });
    await wire.says('write', { path: 'b.bin', content: 'A_\n8', encoding: 'base64', mode: 'append' });
    expect([...(await wire.bytes('root/b.bin'))]).toEqual([0, 255, 3, 255]);
  });

  it('only happens to the version that it names', async () => {
    const input = { path: 'a.txt', content: 'new\n', mode: 'overwrite' };
    expect(await wire.refuses('write', { ...input, ifVersion: version('older\n') })).toBe(
      `conflict: "a.txt" has changed since: its version is ${version('old\n')} now. ` +
        'Read it again, then repeat the change with the new version.',
    );
    expect(await wire.says('write', { ...input, ifVersion: version('old\n') })).toHaveLength(1);
    expect(await wire.refuses('write', { ...input, path: 'gone.txt', ifVersion: 'x' })).toContain(
      'not_found',
    );
  });

  it.skipIf(onWindows)('through a link inside the root changes what it leads to (not Windows)', async () => {
    symlinkSync('../a.txt', join(wire.root, 'folder/link'));
    expect(await wire.says('write', { path: 'folder/link', content: 'new\n', mode: 'overwrite' })).toEqual([
      `Overwrote a.txt: 4 B [version ${version('new\n')}]`,
    ]);
    expect(await text('root/a.txt')).toBe('new\n');
    expect(lstatSync(join(wire.root, 'folder/link')).isSymbolicLink()).toBe(true);
  });

  it.skipIf(onWindows)('names the file in one visible line (not Windows)', async () => {
    const said = await wire.says('write', { path: 'a\nb\u202e', content: '' });
    expect(said[0]).toContain('Created a⟦U+000A⟧b⟦U+202E⟧: 0 B');
    expect(readdirSync(wire.root)).toContain('a\nb\u202e');
  });
});

describe('the first write', () => {
  it('clears away what killed ones have left, but not in a root that is read-only', async () => {
    const left = temporaryName('x');
    const two = await openWire(
      { [`a/ro/${left}`]: '', [`a/deep/deeper/${left}`]: '', [`a/deep/young/${left}`]: '' },
      { roots: ['a', 'a/ro:ro'] },
    );
    for (const folder of ['ro', 'deep/deeper']) utimesSync(join(two.base, 'a', folder, left), 1, 1);
    await two.says('write', { path: 'a/b.txt', content: '' });
    // Folders are gone through level by level: when the deepest is clear, the others were looked at.
    await vi.waitUntil(() => !existsSync(join(two.base, 'a/deep/deeper', left)));
    expect(existsSync(join(two.base, 'a/ro', left))).toBe(true);
    expect(existsSync(join(two.base, 'a/deep/young', left))).toBe(true);
    await two.close();
  });
});

describe('a write is refused', () => {
  it.each([
    [{ path: '../outside/new.txt' }, 'forbidden: "../outside/new.txt" is outside'],
    [{ path: '.env' }, 'forbidden: ".env" is protected'],
    [{ path: 'folder/.git/hooks/pre-commit' }, 'forbidden: "folder/.git/hooks/pre-commit" is protected'],
    [{ path: '.' }, 'forbidden: "." is a root of this server'],
    [{ path: 'folder', mode: 'overwrite' }, 'invalid_input: "folder" is a folder. Name a file in it.'],
    [{ path: 'a.txt/b.txt' }, 'conflict: A file is in the way: part of "a.txt/b.txt" is not a folder.'],
    [{ path: temporaryName('a.txt') }, 'is a name this server keeps for itself'],
    [{ path: 'gone/b.txt', mode: 'append' }, 'not_found: "gone/b.txt" does not exist.'],
    [{ path: 'b.txt', content: '\ud800' }, 'invalid_input: content: holds half of a surrogate pair'],
    [{ path: 'b.txt', content: 'A*==', encoding: 'base64' }, 'invalid_input: content: is not Base64.'],
    [{ path: 'b.txt', content: 'AAAAA', encoding: 'base64' }, 'invalid_input: content: is not Base64.'],
  ])('with the reason: %#', async (input, words) => {
    expect(await wire.refuses('write', { content: 'x', ...input })).toContain(words);
    expect(readdirSync(wire.base, { recursive: true }).sort()).toEqual(
      ['outside', 'outside/secret.txt', 'root', 'root/a.txt', 'root/folder', 'root/folder/in.txt'].map(
        (path) => join(path),
      ),
    );
  });

  it('where the file would be larger than can be changed', async () => {
    const full = Buffer.alloc(8 * 1024 * 1024, 'a');
    await wire.put('root/full.txt', full);
    expect(await wire.refuses('write', { path: 'full.txt', content: 'x', mode: 'append' })).toBe(
      'limited: "full.txt" would have 8388609 bytes, more than 8388608. Write less, or split it into several files.',
    );
    expect((await wire.bytes('root/full.txt')).equals(full)).toBe(true);
  });

  it.each([
    [{ content: '*', encoding: 'base64' }],
    [{ content: 'x', ifVersion: 'any' }],
    [{ content: 'x', mode: 'append' }],
  ])('before folders are made for it: %j', async (input) => {
    await wire.refuses('write', { path: 'new/folder/b.txt', ...input });
    expect(existsSync(join(wire.root, 'new'))).toBe(false);
  });

  it.skipIf(onWindows)('through links that lead out, into secrets or nowhere (not Windows)', async () => {
    symlinkSync(join(wire.base, 'outside/secret.txt'), join(wire.root, 'away'));
    symlinkSync(join(wire.base, 'outside/new.txt'), join(wire.root, 'far'));
    symlinkSync('.env', join(wire.root, 'innocent'));
    symlinkSync('gone.txt', join(wire.root, 'dangling'));
    const input = { content: 'x', mode: 'overwrite' };
    for (const path of ['away', 'far']) {
      expect(await wire.refuses('write', { path, ...input })).toContain(`"${path}" is outside`);
    }
    expect(await wire.refuses('write', { path: 'innocent', ...input })).toContain('"innocent" is protected');
    mkdirSync(join(wire.root, '.aws'));
    symlinkSync('.aws', join(wire.root, 'cloud'));
    for (const path of ['cloud/credentials', '.aws/credentials']) {
      expect(await wire.refuses('write', { path, ...input })).toContain(`"${path}" is protected`);
    }
    expect(readdirSync(join(wire.root, '.aws'))).toEqual([]);
    expect(await wire.refuses('write', { path: 'dangling', ...input })).toBe(
      'not_found: "dangling" is a link, and what it leads to does not exist. ' +
        'Write to the path that it leads to, or delete the link first.',
    );
    expect(await text('outside/secret.txt')).toBe('SECRET');
    expect(readdirSync(join(wire.base, 'outside'))).toEqual(['secret.txt']);
  });

  it('in a root that is read-only, also through a link from one that is not', async () => {
    const two = await openWire({ 'a/x': '', 'b/x': 'old' }, { roots: ['a', 'b:ro'] });
    symlinkSync('../b/x', join(two.base, 'a/link'));
    for (const path of ['b/x', 'b/new', 'b/new/y']) {
      expect(await two.refuses('write', { path, content: 'x', mode: 'overwrite' })).toBe(
        `forbidden: "${path}" is in a root that is read-only. ` +
          'Write below a root with write rights, if there is one: `list` without a path shows them all.',
      );
    }
    const refusal = await two.refuses('write', { path: 'a/link', content: 'x', mode: 'overwrite' });
    expect(refusal).toContain('"b/x" is in a root that is read-only');
    expect(await two.bytes('b/x')).toEqual(Buffer.from('old'));
    await two.close();
  });
});
