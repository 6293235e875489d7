import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { contentVersion } from '@ashlar/kit/files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWire, toTheEnd, trailerOf, type Wire } from './wire.ts';

const onWindows = process.platform === 'win32';
const version = (content: string | Buffer) => `version ${contentVersion(Buffer.from(content))}`;

const THREE = 'one\ntwo\nthree\n';
const LONG = Array.from({ length: 700 }, (_, i) => `${i} ${'é'.repeat(i % 97)}`).join('\n');
const PNG = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
const WAV = Buffer.from('RIFF\0\0\0\0WAVEfmt \x10\0', 'latin1');
const BINARY = Buffer.from([0, 1, 2, 3, 0, 0xff, 0xfe]);

let wire: Wire;
beforeAll(async () => {
  wire = await openWire({
    'root/three.txt': THREE,
    'root/long.txt': LONG,
    'root/empty.txt': '',
    'root/open.txt': 'no end',
    'root/latin.txt': Buffer.from('caf\xe9\n', 'latin1'),
    'root/wide.txt': Buffer.from('\ufeffwide\r\n', 'utf16le'),
    'root/hidden.txt': 'a\u202eb\n',
    'root/a.png': PNG,
    'root/a.wav': WAV,
    'root/a.bin': BINARY,
    'root/folder/in.txt': 'in\n',
    'root/.env': 'SECRET',
    'outside/secret.txt': 'SECRET',
  });
  symlinkSync('three.txt', join(wire.root, 'link'));
  symlinkSync(join(wire.base, 'outside/secret.txt'), join(wire.root, 'away'));
  symlinkSync(join(wire.base, 'outside/nothing.txt'), join(wire.root, 'far'));
  symlinkSync('.env', join(wire.root, 'innocent'));
});
afterAll(() => wire.close());

describe('text', () => {
  it('is one block, and what is to be known about it another', async () => {
    expect(await wire.says('read', { path: 'three.txt' })).toEqual([
      'one\ntwo\nthree',
      `[lines 1-3 of 3 · ${version(THREE)}]`,
    ]);
  });

  it.each([
    [{ offset: 2 }, 'two\nthree', 'lines 2-3 of 3'],
    [{ offset: 2, limit: 1 }, 'two', 'line 2 of 3 · more with offset 3'],
    [{ limit: 1 }, 'one', 'line 1 of 3 · more with offset 2'],
    [{ offset: -1 }, 'three', 'line 3 of 3'],
    [{ offset: -2, limit: 1 }, 'two', 'line 2 of 3 · more with offset 3'],
    [{ offset: -9 }, 'one\ntwo\nthree', 'lines 1-3 of 3'],
    [{ limit: 99 }, 'one\ntwo\nthree', 'lines 1-3 of 3'],
  ])('can be asked for by lines: %j', async (range, text, facts) => {
    expect(await wire.says('read', { path: 'three.txt', ...range })).toEqual([
      text,
      `[${facts} · ${version(THREE)}]`,
    ]);
  });

  it('comes whole to who follows the offsets, a page at a time', async () => {
    const pages = await toTheEnd(wire, 'read', { path: 'long.txt' }, (trailer) => {
      const offset = /more with offset (\d+)/.exec(trailer)?.[1];
      return offset === undefined ? undefined : { offset: Number(offset) };
    });
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.join('\n')).toBe(LONG);
  });

  it('is cut inside a line that is too long, and then nothing is said of what was not reached', async () => {
    await wire.put('root/wide-line.txt', `${'x'.repeat(20_000)}\n`);
    expect(trailerOf(await wire.says('read', { path: 'wide-line.txt' }))).toMatch(
      /^\[line 1 of 1 · cut after 15000 characters of a line of 20000 bytes · version \S+\]$/,
    );
  });

  it.each([
    ['empty.txt', ['[empty file · version 47DEQpj8HB]']],
    ['open.txt', ['no end', `[line 1 of 1 · no final line break · ${version('no end')}]`]],
    ['latin.txt', ['café', `[line 1 of 1 · latin1 · ${version(Buffer.from('636166e90a', 'hex'))}]`]],
    ['wide.txt', ['wide', expect.stringMatching(/^\[line 1 of 1 · utf-16le · version \S{10}\]$/)]],
    [
      'hidden.txt',
      ['a⟦U+202E⟧b', `[line 1 of 1 · ⟦U+…⟧ stands for an invisible character · ${version('a\u202eb\n')}]`],
    ],
  ])('comes with what is unusual about it: %s', async (path, texts) => {
    expect(await wire.says('read', { path })).toEqual(texts);
  });

  it.each([1, 2, 3])('is the same wherever it is cut to be looked at: %i', async (shift) => {
    const unit = 'x\r\n\u{e0041}\r';
    await wire.put('root/units.txt', 'y'.repeat(shift) + unit.repeat(30_000));
    const pages = await wire.says('read', { path: 'units.txt', offset: -4 });
    expect(pages[0]).toBe('x\n⟦U+E0041⟧\nx\n⟦U+E0041⟧');
    expect(pages[1]).toContain('of 60000 · ⟦U+…⟧');
  });

  it('is found through a link inside the root, and by its absolute path', async () => {
    const texts = await wire.says('read', { path: 'three.txt' });
    for (const path of ['link', './folder/../three.txt', join(wire.root, 'three.txt')]) {
      expect(await wire.says('read', { path })).toEqual(texts);
    }
  });
});

describe('what is not text', () => {
  it.each([
    ['a.png', PNG, { type: 'image', mimeType: 'image/png' }],
    ['a.wav', WAV, { type: 'audio', mimeType: 'audio/wav' }],
  ])('is shown where a model can take it in: %s', async (path, bytes, block) => {
    const { content } = await wire.call('read', { path });
    expect(content).toEqual([
      { ...block, data: bytes.toString('base64') },
      { type: 'text', text: `[${block.mimeType} · ${bytes.length} B · ${version(bytes)}]` },
    ]);
  });

  it('is described, and linked to as a resource that can be read', async () => {
    const { content } = await wire.call('read', { path: 'a.bin' });
    const [about, link] = content;
    expect(about?.text).toBe(`[binary file · 7 B · ${version(BINARY)}]`);
    expect(link).toMatchObject({ type: 'resource_link', name: 'a.bin', size: 7 });
    const { contents } = await wire.client.sdk.readResource({ uri: link?.uri ?? '' });
    expect(contents).toMatchObject([{ blob: BINARY.toString('base64') }]);
  });

  it('has the version that a write compares', async () => {
    await wire.put('root/other.bin', BINARY);
    const [about = ''] = await wire.says('read', { path: 'other.bin' });
    const ifVersion = /version (\S+)\]/.exec(about)?.[1];
    const input = { path: 'other.bin', content: 'AAAA', encoding: 'base64', mode: 'overwrite', ifVersion };
    expect(await wire.says('write', input)).toEqual([expect.stringContaining('Overwrote other.bin: 3 B')]);
    expect(await wire.refuses('write', input)).toContain('conflict: "other.bin" has changed since');
  });

  it('is not sent where it is larger than 4 MB', async () => {
    await wire.put('root/big.png', Buffer.concat([PNG, Buffer.alloc(4 * 1024 * 1024)]));
    expect(await wire.refuses('read', { path: 'big.png' })).toBe(
      'limited: "big.png" is larger than 4 MB and not text. Only its name and size can be listed.',
    );
  });
});

describe('a refusal', () => {
  const OUTSIDE =
    'Use a path below a root: relative to it or, where there are several, starting with its name.';
  const PROTECTED = 'Go on without it; only the operator of this server can allow it, with --allow.';

  it.each([
    ['folder', 'invalid_input: path: "folder" is a folder. Use list to see what is in it.'],
    ['gone', 'not_found: "gone" does not exist. List the folder above it to see the exact names.'],
    ['.env', `forbidden: ".env" is protected, because such files hold secrets. ${PROTECTED}`],
    ['innocent', `forbidden: "innocent" is protected, because such files hold secrets. ${PROTECTED}`],
    ['away', `forbidden: "away" is outside the folders this server may use. ${OUTSIDE}`],
    ['far', `forbidden: "far" is outside the folders this server may use. ${OUTSIDE}`],
    ['../outside', `forbidden: "../outside" is outside the folders this server may use. ${OUTSIDE}`],
    ['/etc/hosts', `forbidden: "/etc/hosts" is outside the folders this server may use. ${OUTSIDE}`],
  ])('says why, and what to do: %s', async (path, words) => {
    expect(await wire.refuses('read', { path })).toBe(words);
  });

  it('of lines that are not there tells which are', async () => {
    expect(await wire.refuses('read', { path: 'three.txt', offset: 4 })).toBe(
      'invalid_input: The file has 3 lines, so there is no line 4. ' +
        'Use an offset up to 3, or a negative one to count from the end.',
    );
    expect(await wire.refuses('read', { path: 'three.txt', offset: 0 })).toContain('`offset` must be');
    expect(await wire.refuses('read', { path: 'three.txt', limit: 0 })).toContain('limit');
  });

  it.skipIf(onWindows)('never waits for a FIFO (not Windows)', async () => {
    execFileSync('mkfifo', [join(wire.root, 'fifo')]);
    expect(await wire.refuses('read', { path: 'fifo' })).toContain('"fifo" is not a regular file');
  });
});

describe.skipIf(onWindows)('a name that does not fit a line (not Windows)', () => {
  const odd = 'a\nb\u202ec\u001b[31m';
  const shown = 'a⟦U+000A⟧b⟦U+202E⟧c⟦U+001B⟧[31m';

  it('may be asked for as it is, or as it was shown', async () => {
    await wire.put(`root/${odd}`, 'odd\n');
    for (const path of [odd, shown]) expect(await wire.says('read', { path })).toContain('odd');
  });

  it('is shown in one line, of visible characters', async () => {
    await wire.put('root/x\ny.bin', BINARY);
    const { content } = await wire.call('read', { path: 'x\ny.bin' });
    expect(content).toMatchObject([{}, { name: 'x⟦U+000A⟧y.bin' }]);
    for (const path of ['gone\n\u202e', '../\n\u202e', '.env/\n\u202e']) {
      expect(await wire.refuses('read', { path })).toContain('⟦U+000A⟧⟦U+202E⟧"');
    }
  });

  it('is the exact one first, where another is shown alike', async () => {
    await wire.put('root/n\nn', 'break\n');
    await wire.put('root/n⟦U+000A⟧n', 'spelt out\n');
    expect(await wire.says('read', { path: 'n⟦U+000A⟧n' })).toContain('spelt out');
    expect(await wire.says('read', { path: 'n\nn' })).toContain('break');
  });

  it('passes no deny rule because it was written as shown', async () => {
    expect(await wire.refuses('read', { path: '.e⟦U+200B⟧nv' })).toContain('is protected');
  });
});

describe('several roots', () => {
  it('are named, and a path without a name is not guessed', async () => {
    const two = await openWire({ 'a/x.txt': 'in a\n', 'b/x.txt': 'in b\n' }, { roots: ['a', 'b:ro'] });
    expect(await two.says('read', { path: 'a/x.txt' })).toContain('in a');
    expect(await two.says('read', { path: 'b/x.txt' })).toContain('in b');
    expect(await two.says('read', { path: join(two.base, 'b/x.txt') })).toContain('in b');
    expect(await two.refuses('read', { path: 'x.txt' })).toBe(
      'invalid_input: "x.txt" does not start with the name of a root. Start the path with one of: a, b.',
    );
    await two.close();
  });
});

describe('a root that is a single file', () => {
  it('is read by its name, and nothing beside it is', async () => {
    const one = await openWire({ 'root/a.txt': 'A\n', 'root/b.txt': 'B\n' }, { roots: ['root/a.txt'] });
    expect(await one.says('read', { path: 'a.txt' })).toContain('A');
    expect(await one.says('read', { path: '.' })).toContain('A');
    expect(await one.refuses('read', { path: join(one.root, 'b.txt') })).toContain('is outside');
    expect(await one.refuses('read', { path: 'b.txt' })).toContain('Start the path with one of: a.txt.');
    expect(trailerOf(await one.says('read', { path: 'a.txt' }))).toContain('line 1 of 1');
    await one.close();
  });
});
