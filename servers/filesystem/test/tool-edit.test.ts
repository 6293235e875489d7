import { lstatSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { contentVersion } from '@ashlar/kit/files';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWire, type Wire } from './wire.ts';

const onWindows = process.platform === 'win32';
const version = (content: string | Buffer) => contentVersion(Buffer.from(content));

const SONG = 'one\ntwo\nthree\nfour\nfive\ntwo\n';

let wire: Wire;
beforeEach(async () => {
  wire = await openWire({ 'root/song.txt': SONG, 'root/.env': 'SECRET', 'root/folder/': '' });
});
afterEach(() => wire.close());

const text = async (path: string) => (await wire.bytes(`root/${path}`)).toString();
const edit = (...edits: object[]) => ({ path: 'song.txt', edits });

describe('an edit', () => {
  it('answers with the diff, and with the new version apart from it', async () => {
    const after = SONG.replace('three', 'drei');
    expect(await wire.says('edit', edit({ old: 'three', new: 'drei' }))).toEqual([
      '@@ -1,5 +1,5 @@\n one\n two\n-three\n+drei\n four\n five',
      `[1 replacement in song.txt · version ${version(after)}]`,
    ]);
    expect(await text('song.txt')).toBe(after);
  });

  it('may be several, each of what the ones before left, and every occurrence where that is asked', async () => {
    const edits = edit({ old: 'one', new: 'two' }, { old: 'two', new: 'zwei', all: true });
    expect((await wire.says('edit', edits))[1]).toMatch(/^\[4 replacements in song\.txt · version /);
    expect(await text('song.txt')).toBe('zwei\nzwei\nthree\nfour\nfive\nzwei\n');
  });

  it('may be tried: the diff, and nothing else', async () => {
    expect(await wire.says('edit', { ...edit({ old: 'three', new: 'drei' }), dryRun: true })).toEqual([
      '@@ -1,5 +1,5 @@\n one\n two\n-three\n+drei\n four\n five',
      `[1 replacement in song.txt · nothing was written · still version ${version(SONG)}]`,
    ]);
    expect(await text('song.txt')).toBe(SONG);
  });

  it('leaves every byte alone that it does not name, and is found as the text was shown', async () => {
    const before = Buffer.from('\ufeffa\r\nb\u202e\nc\r\nno end', 'utf16le');
    await wire.put('root/odd.txt', before);
    const [shown = ''] = await wire.says('read', { path: 'odd.txt' });
    expect(shown).toBe('a\nb⟦U+202E⟧\nc\nno end');
    const [old, next] = ['a\nb⟦U+202E⟧\nc', 'a\nB⟦U+202E⟧\nc'];
    await wire.says('edit', { path: 'odd.txt', edits: [{ old, new: next }] });
    expect((await wire.bytes('root/odd.txt')).toString('utf16le')).toBe('\ufeffa\r\nB\u202e\nc\r\nno end');
  });

  it('names half of a surrogate pair as it was shown, and leaves it where it is', async () => {
    await wire.put('root/halves.txt', Buffer.from('\ufeffa \ud800 b 😀\n\udc00 c\n', 'utf16le'));
    const [shown] = await wire.says('read', { path: 'halves.txt' });
    expect(shown).toBe('a ⟦U+D800⟧ b 😀\n⟦U+DC00⟧ c');
    const edits = [{ old: 'a ⟦U+D800⟧ b 😀\n⟦U+DC00⟧', new: 'x' }];
    const [diff] = await wire.says('edit', { path: 'halves.txt', edits, dryRun: true });
    expect(diff).toBe('@@ -1,2 +1,1 @@\n-a ⟦U+D800⟧ b 😀\n-⟦U+DC00⟧ c\n+x c');
    await wire.says('edit', { path: 'halves.txt', edits: [{ old: 'b', new: 'B' }] });
    const after = Buffer.from('\ufeffa \ud800 B 😀\n\udc00 c\n', 'utf16le');
    expect((await wire.bytes('root/halves.txt')).equals(after)).toBe(true);
  });

  it('of one file waits for the others: of thirty at once all land', async () => {
    const numbers = Array.from({ length: 30 }, (_, i) => i);
    await wire.put('root/list.txt', numbers.map((n) => `<${n}>\n`).join(''));
    const replies = numbers.map((n) =>
      wire.says('edit', { path: 'list.txt', edits: [{ old: `<${n}>`, new: `done ${n}` }] }),
    );
    await Promise.all(replies);
    expect(await text('list.txt')).toBe(numbers.map((n) => `done ${n}\n`).join(''));
  });

  it('only happens to the version that it names', async () => {
    const input = edit({ old: 'three', new: 'drei' });
    expect(await wire.refuses('edit', { ...input, ifVersion: 'other' })).toBe(
      `conflict: "song.txt" has changed since: its version is ${version(SONG)} now. ` +
        'Read it again, then repeat the change with the new version.',
    );
    await wire.says('edit', { ...input, ifVersion: version(SONG) });
  });

  it.skipIf(onWindows)('through a link changes what it leads to (not Windows)', async () => {
    symlinkSync('song.txt', join(wire.root, 'link'));
    const said = await wire.says('edit', { path: 'link', edits: [{ old: 'three', new: 'drei' }] });
    expect(said[1]).toContain('1 replacement in song.txt');
    expect(lstatSync(join(wire.root, 'link')).isSymbolicLink()).toBe(true);
  });

  it.skipIf(onWindows)('names the file in one visible line (not Windows)', async () => {
    await wire.put('root/a\nb\u202e', 'x');
    const said = await wire.says('edit', { path: 'a⟦U+000A⟧b⟦U+202E⟧', edits: [{ old: 'x', new: 'y' }] });
    expect(said[1]).toContain('1 replacement in a⟦U+000A⟧b⟦U+202E⟧ · version');
  });

  it('of a large file has a small answer', async () => {
    await wire.put('root/large.txt', 'word word\n'.repeat(20_000));
    const result = await wire.call('edit', {
      path: 'large.txt',
      edits: [{ old: 'word', new: 'other', all: true }],
    });
    expect(JSON.stringify(result).length).toBeLessThan(8_000);
    expect((await text('large.txt')).startsWith('other other\nother')).toBe(true);
  });
});

describe('an edit is refused', () => {
  it('where the text is not there, with what is most like it', async () => {
    expect(await wire.refuses('edit', edit({ old: 'three\n  four', new: 'x' }))).toBe(
      [
        'conflict: `old` does not stand in the file; nearest, at line 4, column 1, ' +
          'the file has `four` where `old` has 2 spaces. Copy the lines exactly as the file has them:',
        '3: three',
        '4: four',
      ].join('\n'),
    );
    expect(await wire.refuses('edit', edit({ old: 'Thrée', new: 'x' }))).toMatch(
      /^conflict: .* nothing there/,
    );
  });

  it('where it could mean several places, with their lines', async () => {
    expect(await wire.refuses('edit', edit({ old: 'two', new: 'x' }))).toBe(
      'invalid_input: `old` stands 2 times in the file: lines 2, 6. ' +
        'Add lines around it to `old` until there is one such place, or set `all` to replace every one.',
    );
  });

  it('all of it, where one of several cannot be done', async () => {
    const edits = edit({ old: 'one', new: 'eins' }, { old: 'six', new: 'sechs' });
    expect(await wire.refuses('edit', edits)).toMatch(/^conflict: Edit 2: `old` does not stand/);
    expect(await text('song.txt')).toBe(SONG);
  });

  it('where it would replace so much that nobody else were answered', async () => {
    await wire.put('root/same.txt', 'a'.repeat(1_000_000));
    const edits = [{ old: 'a', new: 'b', all: true }];
    expect(await wire.refuses('edit', { path: 'same.txt', edits })).toBe(
      'limited: There are more than 100000 places to replace. Make `old` longer, so that it stands in fewer places.',
    );
    await wire.put('root/same.txt', 'a'.repeat(60_000));
    const twice = [...edits, { old: 'b', new: 'c', all: true }];
    expect(await wire.refuses('edit', { path: 'same.txt', edits: twice })).toContain(
      'limited: Edit 2: There',
    );
  });

  it.each([
    [{ path: 'gone.txt' }, 'not_found: "gone.txt" does not exist.'],
    [{ path: 'folder' }, 'invalid_input: "folder" is a folder.'],
    [{ path: '.env' }, 'forbidden: ".env" is protected'],
    [{ path: '../song.txt' }, 'forbidden: "../song.txt" is outside'],
    [{ edits: [] }, 'invalid_input: edits: must have at least 1 item.'],
    [{ edits: [{ old: '', new: 'x' }] }, 'invalid_input: edits[0].old:'],
    [{ edits: [{ old: 'x', new: 'x' }] }, 'invalid_input: `old` and `new` are the same.'],
    [{ edits: [{ old: 'x', new: 'y', regex: true }] }, 'regex'],
  ])('with the reason: %j', async (input, words) => {
    const whole = { path: 'song.txt', edits: [{ old: 'three', new: 'x' }], ...input };
    expect(await wire.refuses('edit', whole)).toContain(words);
    expect(await text('song.txt')).toBe(SONG);
  });

  it('in a root that is read-only, tried or not', async () => {
    const two = await openWire({ 'a/x': '', 'b/x': 'old' }, { roots: ['a', 'b:ro'] });
    for (const dryRun of [true, false]) {
      const input = { path: 'b/x', edits: [{ old: 'old', new: 'new' }], dryRun };
      expect(await two.refuses('edit', input)).toContain('"b/x" is in a root that is read-only');
    }
    await two.close();
  });
});
