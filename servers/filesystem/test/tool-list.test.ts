import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cursorIn, openWire, toTheEnd, type Wire } from './wire.ts';

const onWindows = process.platform === 'win32';
const runsTypeScript = 'typescript' in process.features && Boolean(process.features.typescript);

/** Names that need more than one page, with what a cursor must not stumble over. */
const MANY = Array.from({ length: 600 }, (_, i) => {
  return `${i < 300 ? 'e\u0301' : 'é'}${i}-${onWindows ? ';' : ':'}%2F [x]`.padEnd(20 + (i % 60), '_');
}).sort();

let wire: Wire;
beforeAll(async () => {
  wire = await openWire({
    'root/a.txt': 'a'.repeat(1_234),
    'root/notes/one.md': '',
    'root/notes/deep/two.md': '',
    'root/notes/deep/.env': 'SECRET',
    'root/notes/deep/deeper/three.md': '',
    'root/ignored/.gitignore': '*.log\nbuild/\n',
    'root/ignored/x.log': '',
    'root/ignored/build/y.txt': '',
    'root/ignored/kept.txt': '',
    'root/secret/.env': 'SECRET',
    'root/secret/id_rsa': 'SECRET',
    'root/links/target.md': '',
    'root/empty/': '',
    'outside/secret.txt': 'SECRET',
    ...Object.fromEntries(MANY.map((name) => [`root/many/${name}`, ''])),
  });
  symlinkSync('target.md', join(wire.root, 'links/near'));
  symlinkSync('../notes', join(wire.root, 'links/up'));
  symlinkSync(join(wire.base, 'outside'), join(wire.root, 'links/away'));
  symlinkSync('../secret/.env', join(wire.root, 'links/hidden'));
});
afterAll(() => wire.close());

describe.skipIf(!runsTypeScript)('a listing (needs a Node that runs TypeScript)', () => {
  it('has a line for each entry, with sizes, and folders with what is in them', async () => {
    expect(await wire.says('list')).toEqual([
      [
        'a.txt  1.2 KB',
        'empty/  0 entries',
        'ignored/  2 entries',
        'links/  5 entries',
        'many/  600 entries',
        'notes/  2 entries',
        'secret/  0 entries',
      ].join('\n'),
      '[7 entries]',
    ]);
  });

  it('goes as deep as it is told', async () => {
    expect(await wire.says('list', { path: 'notes', depth: 2 })).toEqual([
      ['notes/deep/', 'notes/deep/deeper/  1 entry', 'notes/deep/two.md  0 B', 'notes/one.md  0 B'].join(
        '\n',
      ),
      '[4 entries]',
    ]);
    expect(await wire.says('list', { path: 'empty' })).toEqual(['[0 entries]']);
  });

  it('describes what the path names, where that is a file or the depth is 0', async () => {
    const when = String.raw`  modified \d{4}-\d\d-\d\dT[\d:.]+Z$`;
    expect(await wire.says('list', { path: 'a.txt' })).toEqual([
      expect.stringMatching(`^a\\.txt  1\\.2 KB${when}`),
    ]);
    expect(await wire.says('list', { path: 'notes', depth: 0 })).toEqual([
      expect.stringMatching(`^notes/${when}`),
    ]);
  });

  it('finds names by a glob, at any depth unless one is given', async () => {
    expect(await wire.says('list', { glob: '*.md' })).toEqual([
      ['links/target.md', 'notes/deep/deeper/three.md', 'notes/deep/two.md', 'notes/one.md']
        .map((path) => `${path}  0 B`)
        .join('\n'),
      '[4 entries · skipped: 1 by .gitignore (all: true shows it)]',
    ]);
    expect((await wire.says('list', { path: 'notes', glob: '*.md', depth: 1 }))[0]).toBe('notes/one.md  0 B');
    expect((await wire.says('list', { path: 'notes', glob: 'deep/*' }))[0]).toContain('notes/deep/two.md');
    expect(await wire.says('list', { path: 'notes', glob: 'no-such-*' })).toEqual(['[0 entries]']);
  });

  it('leaves out what .gitignore names, says so, and shows it when asked to', async () => {
    const [text, trailer] = await wire.says('list', { path: 'ignored' });
    expect(text).toBe('ignored/.gitignore  13 B\nignored/kept.txt  0 B');
    expect(trailer).toBe('[2 entries · skipped: 2 by .gitignore (all: true shows them)]');
    const [all, whole] = await wire.says('list', { path: 'ignored', all: true });
    expect(all).toContain('ignored/build/  1 entry');
    expect(whole).toBe('[4 entries]');
  });

  it('tells where links lead, but nothing of what lies outside or is protected', async () => {
    expect((await wire.says('list', { path: 'links' }))[0]?.split('\n')).toEqual([
      'links/away -> (outside)',
      'links/hidden -> (protected)',
      'links/near -> target.md',
      'links/target.md  0 B',
      'links/up -> ../notes',
    ]);
  });

  it('does not show, count or mention what is protected, whoever asks how', async () => {
    for (const input of [{}, { all: true }, { glob: '*' }, { glob: '.env', all: true }, { depth: 9 }]) {
      const texts = await wire.says('list', { path: 'secret', ...input });
      expect(texts).toEqual(['[0 entries]']);
    }
    expect(await wire.refuses('list', { path: 'secret/.env' })).toContain('is protected');
    expect(await wire.refuses('list', { path: 'secret/id_rsa', depth: 0 })).toContain('is protected');
  });

  it('comes to who follows the cursors, every entry exactly once', async () => {
    const pages = await toTheEnd(wire, 'list', { path: 'many' }, cursorIn);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.join('\n').split('\n')).toEqual(MANY.map((name) => `many/${name}  0 B`));
    const found = await toTheEnd(wire, 'list', { glob: 'many/*' }, cursorIn);
    expect(found.join('\n')).toBe(pages.join('\n'));
  });

  it.skipIf(onWindows)('names what is neither file, folder nor link (not Windows)', async () => {
    execFileSync('mkfifo', [join(wire.root, 'empty/fifo')]);
    expect((await wire.says('list', { path: 'empty' }))[0]).toBe('empty/fifo  (not a regular file)');
    const [text] = await wire.says('list', { path: 'empty/fifo' });
    expect(text).toMatch(/^empty\/fifo {2}\(not a regular file\) {2}modified /);
  });

  it.skipIf(onWindows)('is as short where names take more room than on the disk (not Windows)', async () => {
    const odd = Array.from({ length: 300 }, (_, n) => `root/${'\n\u202e'.repeat(50)}${n + 100}/f`);
    const long = await openWire(Object.fromEntries(odd.map((path) => [path, 'word\n'])));
    const pages = await toTheEnd(long, 'list', {}, cursorIn);
    expect(pages.join('\n').split('\n')).toHaveLength(300);
    const found = await toTheEnd(long, 'search', { query: 'word' }, cursorIn);
    expect(found.join('\n').split('\n')).toHaveLength(300);
    await long.close();
  });

  it.skipIf(onWindows)('has one visible line for each name, whatever is in it (not Windows)', async () => {
    const odd = await openWire({ 'root/a\nb\u202ec\t\u001b[1m/x': '', 'root/d\re': '' });
    symlinkSync('to\n\u2066where', join(odd.root, 'link\u2028'));
    expect((await odd.says('list', { depth: 2 }))[0]?.split('\n')).toEqual([
      'a⟦U+000A⟧b⟦U+202E⟧c⟦U+0009⟧⟦U+001B⟧[1m/',
      'a⟦U+000A⟧b⟦U+202E⟧c⟦U+0009⟧⟦U+001B⟧[1m/x  0 B',
      'd⟦U+000D⟧e  0 B',
      'link⟦U+2028⟧ -> to⟦U+000A⟧⟦U+2066⟧where',
    ]);
    expect((await odd.says('list', { path: 'a⟦U+000A⟧b⟦U+202E⟧c⟦U+0009⟧⟦U+001B⟧[1m' }))[0]).toContain('/x');
    await odd.close();
  });

  it.each([
    [{ path: 'gone' }, 'not_found: "gone" does not exist. List the folder above it to see the exact names.'],
    [{ path: 'links/away' }, 'forbidden: "links/away" is outside the folders this server may use.'],
    [{ path: '..' }, 'forbidden: ".." is outside the folders this server may use.'],
    [{ cursor: '%' }, 'invalid_input: cursor: was not given by this tool. Copy it from the last line'],
    [{ path: 'notes', cursor: 'many/x' }, 'invalid_input: This cursor belongs to a call with another path.'],
    [{ glob: '{a,b}'.repeat(9) }, 'invalid_input: The glob has more than 64 alternatives.'],
    [{ depth: -1 }, 'invalid_input: depth:'],
  ])('that cannot be is refused with the reason: %j', async (input, words) => {
    expect(await wire.refuses('list', input)).toContain(words);
  });
});

describe.skipIf(!runsTypeScript)(
  'what the operator protects, or not (needs a Node that runs TypeScript)',
  () => {
    it('is so for every tool', async () => {
      const tree = { 'root/a.draft': 'word\n', 'root/.env': 'word\n', 'root/b.txt': 'word\n' };
      const own = await openWire(tree, { args: ['--deny', '*.draft', '--allow', '.env'] });
      expect((await own.says('list'))[0]).toBe('.env  5 B\nb.txt  5 B');
      expect((await own.says('search', { query: 'word' }))[0]).toBe('.env:1: word\nb.txt:1: word');
      expect(await own.says('read', { path: '.env' })).toContain('word');
      const calls: [tool: string, input: object][] = [
        ['read', { path: 'a.draft' }],
        ['list', { path: 'a.draft' }],
        ['search', { path: 'a.draft', query: 'word' }],
        ['edit', { path: 'a.draft', edits: [{ old: 'word', new: 'x' }] }],
        ['write', { path: 'new.draft', content: '' }],
        ['move', { from: 'a.draft', to: 'c.txt' }],
        ['move', { from: 'b.txt', to: 'c.draft', copy: true }],
        ['delete', { path: 'a.draft' }],
      ];
      for (const [tool, input] of calls)
        expect(await own.refuses(tool, input)).toContain('draft" is protected');
      await own.close();
    });
  },
);

describe.skipIf(!runsTypeScript)('several roots (need a Node that runs TypeScript)', () => {
  it('are listed with their rights, and then each by its name', async () => {
    const two = await openWire(
      { 'a/x.txt': '', 'b/x.txt': '', 'b/inner/y': '' },
      { roots: ['a', 'b:ro', 'b/inner'] },
    );
    const [a, b, inner] = ['a', 'b', 'b/inner'].map((root) => join(two.base, root));
    expect(await two.says('list')).toEqual([
      `a/  ${a}  read and write\nb/  ${b}  read only\ninner/  ${inner}  read and write`,
    ]);
    expect(await two.says('list', { path: 'b' })).toEqual(['b/inner/  1 entry\nb/x.txt  0 B', '[2 entries]']);
    expect(await two.says('list', { path: a })).toEqual(['a/x.txt  0 B', '[1 entry]']);
    expect(await two.refuses('list', { path: '.' })).toContain('Start the path with one of: a, b, inner.');
    for (const input of [{ glob: '*.txt' }, { cursor: 'x' }]) {
      expect(await two.refuses('list', input)).toBe(
        'invalid_input: path: says in which root, since there are several. Start with one of: a, b, inner.',
      );
    }
    await two.close();
  });

  it('may be one, a single file, which is described', async () => {
    const one = await openWire({ 'root/a.txt': 'A', 'root/b.txt': '' }, { roots: ['root/a.txt'] });
    for (const path of [undefined, '.', 'a.txt']) {
      expect((await one.says('list', { path }))[0]).toMatch(/^a\.txt {2}1 B {2}modified /);
    }
    expect(await one.refuses('list', { path: one.root })).toContain('is outside');
    await one.close();
  });
});
