import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cursorIn, openWire, toTheEnd, trailerOf, type Wire } from './wire.ts';

const onWindows = process.platform === 'win32';
const runsTypeScript = 'typescript' in process.features && Boolean(process.features.typescript);

const POEM = 'The apple\nfalls\nnot far\nfrom\nthe Apple tree\n';
const many = (file: number) =>
  Array.from({ length: 300 }, (_, i) => `find ${file} ${i} ${'.'.repeat(i % 50)}`);

/** Windows has no such names. */
const COLON = onWindows ? ';' : ':';
/** Names that end as a cursor does which leads into a file. */
const MARKS = Array.from({ length: 600 }, (_, i) => `${'m'.repeat(20)}${i + 100}${COLON}1`);

let wire: Wire;
beforeAll(async () => {
  wire = await openWire({
    'root/poem/a.txt': POEM,
    'root/poem/b.md': 'an apple, and an apple\n',
    'root/poem/c.md': 'no fruit\n',
    'root/mixed/.gitignore': 'left/\n*.log\n',
    'root/mixed/left/word.txt': 'word\n',
    'root/mixed/x.log': 'word\n',
    'root/mixed/kept.txt': 'word\n',
    'root/mixed/bin.dat': Buffer.from('word\0\0\x01\x02', 'latin1'),
    'root/secret/.env': 'word=SECRET\n',
    'root/secret/key.pem': 'word\n',
    'root/odd/long.txt': `${'x'.repeat(5_000)}needle${'y'.repeat(5_000)}\n`,
    'root/odd/hidden.txt': 'word\u202e\u001b[31m end\n',
    [`root/many/0${COLON}1.txt`]: many(0).join('\n'),
    'root/many/1 é%.txt': many(1).join('\n'),
    ...Object.fromEntries(MARKS.map((name) => [`root/marks/${name}`, 'mark\n'])),
    'outside/secret.txt': 'word SECRET\n',
  });
  symlinkSync(join(wire.base, 'outside'), join(wire.root, 'mixed/away'));
  symlinkSync('../poem/a.txt', join(wire.root, 'mixed/near'));
});
afterAll(() => wire.close());

describe.skipIf(!runsTypeScript)('a search (needs a Node that runs TypeScript)', () => {
  it('answers with path, line number and line', async () => {
    expect(await wire.says('search', { query: 'apple', path: 'poem' })).toEqual([
      'poem/a.txt:1: The apple\npoem/b.md:1: an apple, and an apple',
      '[2 lines in 2 of 3 files]',
    ]);
    expect(await wire.says('search', { query: 'pear', path: 'poem' })).toEqual(['[0 lines in 0 of 3 files]']);
  });

  it.each([
    [
      { ignoreCase: true, glob: '*.txt' },
      'poem/a.txt:1: The apple\npoem/a.txt:5: the Apple tree',
      '2 lines in 1 of 1 file',
    ],
    [{ query: '[Aa]pple t', regex: true }, 'poem/a.txt:5: the Apple tree', '1 line in 1 of 3 files'],
    [
      { query: 'APPLE$', regex: true, ignoreCase: true },
      'poem/a.txt:1: The apple\npoem/b.md:1: an apple, and an apple',
      '2 lines in 2 of 3 files',
    ],
    [{ mode: 'files' }, 'poem/a.txt\npoem/b.md', 'found in 2 of 3 files'],
    [{ mode: 'count', ignoreCase: true }, 'poem/a.txt: 2\npoem/b.md: 1', '3 lines in 2 of 3 files'],
    [
      { query: 'falls', context: 1 },
      'poem/a.txt-1- The apple\npoem/a.txt:2: falls\npoem/a.txt-3- not far',
      '1 line in 1 of 3 files',
    ],
    [{ path: 'poem/b.md' }, 'poem/b.md:1: an apple, and an apple', '1 line in 1 of 1 file'],
    [{ path: 'poem/b.md', mode: 'files' }, 'poem/b.md', 'found in 1 of 1 file'],
    [{ path: 'poem/b.md', mode: 'count' }, 'poem/b.md: 1', '1 line in 1 of 1 file'],
  ])('does what it is asked to: %j', async (input, text, facts) => {
    expect(await wire.says('search', { query: 'apple', path: 'poem', ...input })).toEqual([
      text,
      `[${facts}]`,
    ]);
  });

  it('shows a line once, where the context of two places meets', async () => {
    const [text] = await wire.says('search', { query: 'f', path: 'poem/a.txt', context: 1 });
    expect(text?.split('\n').map((line) => line.replace('poem/a.txt', ''))).toEqual([
      '-1- The apple',
      ':2: falls',
      ':3: not far',
      ':4: from',
      '-5- the Apple tree',
    ]);
  });

  it('parts places that do not touch', async () => {
    const input = { query: 'apple', path: 'poem', ignoreCase: true, context: 1 };
    expect((await wire.says('search', input))[0]?.split('\n')).toEqual([
      'poem/a.txt:1: The apple',
      'poem/a.txt-2- falls',
      '--',
      'poem/a.txt-4- from',
      'poem/a.txt:5: the Apple tree',
      '--',
      'poem/b.md:1: an apple, and an apple',
    ]);
  });

  it('says what it left out and why, and searches it when asked to', async () => {
    expect(await wire.says('search', { query: 'word', path: 'mixed' })).toEqual([
      'mixed/kept.txt:1: word',
      '[1 line in 1 of 2 files · skipped: 2 links, 1 not text, 2 by .gitignore (all: true shows them)]',
    ]);
    const [all] = await wire.says('search', { query: 'word', path: 'mixed', all: true, mode: 'files' });
    expect(all).toBe('mixed/kept.txt\nmixed/left/word.txt\nmixed/x.log');
  });

  it('never goes through links, or into what is protected, and does not count that', async () => {
    for (const path of ['.', 'mixed', 'secret']) {
      const texts = await wire.says('search', { query: 'SECRET', path, all: true });
      expect(texts).toHaveLength(1);
    }
    expect(await wire.says('search', { query: 'word', path: 'secret', all: true })).toEqual([
      '[0 lines in 0 of 0 files]',
    ]);
    expect(await wire.refuses('search', { query: 'word', path: 'secret/.env' })).toContain('is protected');
    expect(await wire.refuses('search', { query: 'word', path: 'mixed/away' })).toContain('is outside');
  });

  it('comes to who follows the cursors, every line exactly once', async () => {
    const pages = await toTheEnd(wire, 'search', { query: 'find', path: 'many' }, cursorIn);
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.join('\n').split('\n')).toEqual([
      ...many(0).map((line, i) => `many/0${COLON}1.txt:${i + 1}: ${line}`),
      ...many(1).map((line, i) => `many/1 é%.txt:${i + 1}: ${line}`),
    ]);
  });

  it.each(['files', 'count'])('comes in mode %s to the end as well', async (mode) => {
    const pages = await toTheEnd(wire, 'search', { query: 'mark', path: 'marks', mode }, cursorIn);
    expect(pages.length).toBeGreaterThan(1);
    const lines = MARKS.map((name) => `marks/${name}${mode === 'count' ? ': 1' : ''}`);
    expect(pages.join('\n').split('\n')).toEqual(lines);
  });

  it('cuts a long line round what was found', async () => {
    const [text] = await wire.says('search', { query: 'needle', path: 'odd' });
    expect(text).toMatch(/^odd\/long\.txt:1: …x+needley+…$/);
    expect(text?.length).toBeLessThan(300);
  });

  it('shows tabs and blanks as they are, so that a line can be copied into an edit', async () => {
    await wire.put('root/odd/tabs.txt', '\tif (x)\t{  then\t}\n');
    expect((await wire.says('search', { query: 'if (x)', path: 'odd' }))[0]).toBe(
      'odd/tabs.txt:1: \tif (x)\t{  then\t}',
    );
  });

  it('shows what is invisible', async () => {
    expect((await wire.says('search', { query: 'word', path: 'odd' }))[0]).toBe(
      'odd/hidden.txt:1: word⟦U+202E⟧⟦U+001B⟧[31m end',
    );
  });

  it.skipIf(onWindows)('shows names in one visible line (not Windows)', async () => {
    await wire.put('root/odd/a\nb:1: word\u202e', 'here\n');
    expect((await wire.says('search', { query: 'here', path: 'odd' }))[0]).toBe(
      'odd/a⟦U+000A⟧b:1: word⟦U+202E⟧:1: here',
    );
  });

  it.skipIf(onWindows)('refuses a FIFO by what it is (not Windows)', async () => {
    execFileSync('mkfifo', [join(wire.root, 'odd/fifo')]);
    expect(await wire.refuses('search', { query: 'x', path: 'odd/fifo' })).toBe(
      'forbidden: "odd/fifo" is not a regular file. Devices, pipes and sockets are never opened; choose another file.',
    );
    expect(trailerOf(await wire.says('search', { query: 'x', path: 'odd', glob: 'fifo' }))).toContain(
      'skipped: 1 device, pipe or socket',
    );
  });

  it.each([
    [{ query: '(', regex: true }, 'invalid_input: The regular expression is not valid: missing closing )'],
    [{ query: '(?=x)', regex: true }, 'invalid_input: The regular expression uses lookaround, which RE2'],
    [
      { query: 'a\nb' },
      'invalid_input: The query has a line break in it, and lines are searched one by one.',
    ],
    [{ query: '' }, 'invalid_input: query:'],
    [{ query: 'x', context: 11 }, 'invalid_input: context:'],
    [{ query: 'x', mode: 'all' }, 'invalid_input: mode:'],
    [{ query: 'x', path: 'gone' }, 'not_found: "gone" does not exist.'],
    [
      { query: 'x', path: 'poem', cursor: 'many/a:1' },
      'invalid_input: This cursor belongs to a call with another path.',
    ],
  ])('that cannot be is refused with the reason: %j', async (input, words) => {
    expect(await wire.refuses('search', input)).toContain(words);
  });
});

describe.skipIf(!runsTypeScript)('several roots (need a Node that runs TypeScript)', () => {
  it('are searched by their names; without one it is the first, and that is said', async () => {
    const two = await openWire({ 'a/x.txt': 'word\n', 'b/x.txt': 'word\n' }, { roots: ['a', 'b:ro'] });
    expect(await two.says('search', { query: 'word' })).toEqual([
      'a/x.txt:1: word',
      '[1 line in 1 of 1 file · only a was searched]',
    ]);
    expect(await two.says('search', { query: 'word', path: 'b' })).toEqual([
      'b/x.txt:1: word',
      '[1 line in 1 of 1 file]',
    ]);
    await two.close();
  });

  it('may be one, a single file', async () => {
    const one = await openWire({ 'root/a.txt': 'word\n', 'root/b.txt': 'word\n' }, { roots: ['root/a.txt'] });
    expect(await one.says('search', { query: 'word' })).toEqual(['a.txt:1: word', '[1 line in 1 of 1 file]']);
    await one.close();
  });
});
