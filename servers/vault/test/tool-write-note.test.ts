import { existsSync, readFileSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { server } from '../src/server.ts';
import { put, temporaryFolder } from './disk-vault.ts';
import { numbered, openWire, type Wire } from './wire.ts';

const VAULT = {
  'Soup.md':
    '---\naliases: [Dal]\n---\n# Soup\n\n## Parts\n\nLentils.\n\n### Small\n\nCumin. ^spice\n\n## Notes\n',
  'C# notes/Old.md': '[[Gone]] [[Soup]]\n',
};
const open = (files: Record<string, string | Buffer> = VAULT) => openWire(files, { args: ['--write'] });
const at = ({ folder }: Wire, path: string) => readFileSync(join(folder, path), 'utf8');
const versionOf = async ({ says }: Wire, path: string) =>
  /version (\S+)\]$/.exec((await says('read_note', { path })).at(-1) ?? '')?.[1] as string;

it('is there only with --write', async () => {
  for (const args of [[], ['--write', '--read-only']]) {
    const { call } = await openWire(VAULT, { args });
    await expect(call('write_note', { path: 'a.md', content: '' })).rejects.toThrow('There is no tool');
    await expect(call('rename_note', { from: 'a', to: 'b' })).rejects.toThrow('There is no tool');
  }
});

describe('a whole note', () => {
  it('is created with its folders, and known at once', async () => {
    const wire = await open();
    const content = '# New\n[[Soup#Parts]] [[#New]] [[New#New|x]]\n';
    const [said] = await wire.says('write_note', { path: './a/b/New.md', content });
    expect(said).toMatch(/^\[created a\/b\/New\.md, 44 bytes · version \S{10}\]$/);
    expect(at(wire, 'a/b/New.md')).toBe(content);
    const [links] = await wire.says('note_links', { path: 'Soup', direction: 'in' });
    expect(links).toContain('a/b/New.md:2:');
    expect(said).toContain(await versionOf(wire, 'a/b/New.md'));
  });

  it('is replaced only in the version that was read', async () => {
    const wire = await open();
    const version = await versionOf(wire, 'Soup.md');
    expect(await wire.refuses('write_note', { path: 'soup.md', content: 'x' })).toBe(
      `conflict: path: "Soup.md" exists already: its version is ${version} now. Read it, then write with ifVersion.`,
    );
    put(wire.folder, 'Soup.md', 'of another program');
    const late = { path: 'Soup.md', content: 'x', ifVersion: version };
    expect(await wire.refuses('write_note', late)).toMatch(
      /^conflict: path: "Soup\.md" has changed since: its/,
    );
    expect(at(wire, 'Soup.md')).toBe('of another program');
    const now = await versionOf(wire, 'Soup.md');
    expect((await wire.says('write_note', { ...late, ifVersion: now }))[0]).toMatch(
      /^\[written Soup\.md, 1 byte/,
    );
    expect(at(wire, 'Soup.md')).toBe('x');
    const again = { path: 'Soup.md', content: 'x', ifVersion: await versionOf(wire, 'Soup.md') };
    expect((await wire.says('write_note', again))[0]).toMatch(/^\[unchanged /);
    const none = { path: 'None.md', content: 'x', ifVersion: version };
    expect(await wire.refuses('write_note', none)).toMatch(
      /^not_found: path: the vault has no note "None\.md"/,
    );
  });

  it('keeps byte order mark, line ends, and the bytes of what is not edited', async () => {
    const before = '\ufeff---\r\na: 1\n---\r\n# H\r\none\r\ntwo';
    const wire = await open({ 'a.md': before });
    const ifVersion = await versionOf(wire, 'a.md');
    const content = '---\na: 1\n---\n# H\nONE\nnew\ntwo';
    await wire.says('write_note', { path: 'a.md', content, ifVersion });
    expect(at(wire, 'a.md')).toBe('\ufeff---\r\na: 1\n---\r\n# H\r\nONE\r\nnew\r\ntwo');
  });

  it('is added to at its end', async () => {
    const wire = await open({ 'a.md': 'one\r\n\r\n' });
    const ifVersion = await versionOf(wire, 'a.md');
    await wire.says('write_note', { path: 'a.md', content: 'two', append: true, ifVersion });
    expect(at(wire, 'a.md')).toBe('one\r\ntwo\r\n\r\n');
  });

  it.each([
    [
      'no UTF-8',
      Buffer.from('\ufeffx', 'utf16le'),
      /^invalid_input: path: "a\.md" is not in UTF-8 \(utf-16le\)/,
    ],
    ['damaged', Buffer.from([...Buffer.from('some text that is long'), 0xff]), /is not in UTF-8 \(damaged\)/],
    ['no text', Buffer.from('a\0b'), /^invalid_input: path: "a\.md" is no text/],
  ])('is refused where it is %s', async (_name, bytes, words) => {
    const wire = await open({ 'a.md': bytes });
    expect(await wire.refuses('write_note', { path: 'a.md', content: 'x', ifVersion: 'x' })).toMatch(words);
    expect(readFileSync(join(wire.folder, 'a.md')).equals(bytes)).toBe(true);
  });

  it('refuses what no text holds', async () => {
    const { refuses } = await open();
    for (const content of ['a\0', '\ud800']) {
      expect(await refuses('write_note', { path: 'b.md', content })).toMatch(
        /^invalid_input: content: holds /,
      );
    }
  });
});

describe('a section', () => {
  it.each([
    ['Parts', 'Peas.\n', '## Parts\n\nPeas.\n\n## Notes\n'],
    ['Parts', '## Parts\n\nPeas.', '## Parts\n\nPeas.\n\n## Notes\n'],
    ['Soup#Parts#Small', 'Salt.', '### Small\n\nSalt.\n\n## Notes\n'],
    ['Notes', 'Good.', '## Notes\nGood.\n'],
    ['^spice', 'Pepper.', '### Small\n\nPepper. ^spice\n\n## Notes\n'],
    ['^spice', 'Pepper. ^spice', '### Small\n\nPepper. ^spice\n\n## Notes\n'],
  ])('%s is replaced by %j', async (section, content, after) => {
    const wire = await open();
    const ifVersion = await versionOf(wire, 'Soup.md');
    await wire.says('write_note', { path: 'Soup.md', section, content, ifVersion });
    const start = after.slice(0, after.indexOf('\n'));
    const before = VAULT['Soup.md'];
    expect(at(wire, 'Soup.md')).toBe(before.slice(0, before.indexOf(start)) + after);
  });

  it.each([
    ['keeps its heading, underlined', 'new', 'A\r\n===\r\n\r\nB\r\n---\r\nnew\r\n'],
    ['may be given its heading again', 'B\n---\n\nnew', 'A\r\n===\r\n\r\nB\r\n---\r\nnew\r\n'],
    ['may be given it in another form', '## b\nnew', 'A\r\n===\r\n\r\nB\r\n---\r\nnew\r\n'],
  ])('%s', async (_name, content, after) => {
    const wire = await open({ 'a.md': '\ufeffA\r\n===\r\n\r\nB\r\n---\r\nold\r\n```\r\n# B\r\n```\r\n' });
    const ifVersion = await versionOf(wire, 'a.md');
    await wire.says('write_note', { path: 'a.md', section: 'B', content, ifVersion });
    expect(at(wire, 'a.md')).toBe(`\ufeff${after}`);
  });

  it.each([false, true])('stays apart from an underlined heading below it (append: %s)', async (append) => {
    const wire = await open({ 'a.md': '# A\nB\nmore\n===\nold\n' });
    const ifVersion = await versionOf(wire, 'a.md');
    await wire.says('write_note', { path: 'a.md', section: 'A', content: 'new\n', append, ifVersion });
    expect(at(wire, 'a.md')).toBe('# A\nnew\n\nB\nmore\n===\nold\n');
  });

  it.each([
    ['A', '```\nnever closed', /^invalid_input: content: would swallow what stands below it: "B"/],
    ['A', '<!-- never closed', /would swallow what stands below it: "B"/],
    ['^id', '```\ncode\n```', /content: the block would lose its id\. .* write \^id below a blank line/],
  ])(
    '%s is not replaced by %j, which would change what stands around it',
    async (section, content, words) => {
      const text = '# A\na\n\n# B\nb\n\n# C\nc ^id\n';
      const wire = await open({ 'a.md': text });
      const ifVersion = await versionOf(wire, 'a.md');
      expect(await wire.refuses('write_note', { path: 'a.md', section, content, ifVersion })).toMatch(words);
      expect(at(wire, 'a.md')).toBe(text);
    },
  );

  it('is added to behind its last words', async () => {
    const wire = await open();
    const ifVersion = await versionOf(wire, 'Soup.md');
    const asked = { path: 'Soup.md', section: 'Small', content: '\nSalt.', append: true, ifVersion };
    await wire.says('write_note', asked);
    expect(at(wire, 'Soup.md')).toContain('Cumin. ^spice\n\nSalt.\n\n## Notes\n');
  });

  it('may be of a great many empty lines', async () => {
    const wire = await open();
    const ifVersion = await versionOf(wire, 'Soup.md');
    const content = `a${'\n'.repeat(900_000)}b\r\n\r\n\n`;
    await wire.says('write_note', { path: 'Soup.md', section: 'Notes', content, ifVersion });
    expect(at(wire, 'Soup.md').endsWith('\n\nb\n')).toBe(true);
  });

  it('has to be there', async () => {
    const wire = await open();
    const ifVersion = await versionOf(wire, 'Soup.md');
    const asked = { path: 'Soup.md', section: 'Parst', content: 'x', ifVersion };
    expect(await wire.refuses('write_note', asked)).toMatch(/^not_found: heading: .* It has "Soup", "Parts"/);
    expect(await wire.refuses('write_note', { ...asked, path: 'No.md' })).toMatch(/^not_found: path: /);
    const block = { ...asked, section: '^spice', append: true };
    expect(await wire.refuses('write_note', block)).toMatch(/^invalid_input: append: a block has no end/);
  });
});

describe('links that would be broken', () => {
  const content = 'x\n[[Suop]] [[Soup#Part]] [[Old]] [[Dal]]\n[[#Here]] [[Fresh#There]]\n# Here\n';

  it('are refused, each with its line and what to write', async () => {
    const wire = await open();
    expect(await wire.refuses('write_note', { path: 'f/Fresh.md', content })).toBe(
      [
        'invalid_input: content: 4 new links would be broken. Nothing was written. Correct them, or write with onBroken report:',
        '2: [[Suop]]  no such file; write [[Soup]] (typo: Soup.md)',
        '2: [[Soup#Part]]  no such heading or block in Soup.md; write [[Soup#Parts]] (typo: Soup.md)',
        '2: [[Dal]]  no such file; write [[Soup|Dal]] (alias: Soup.md)',
        '3: [[Fresh#There]]  no such heading or block in f/Fresh.md; write [[Fresh#Here]] (typo: f/Fresh.md)',
      ].join('\n'),
    );
    expect(existsSync(join(wire.folder, 'f'))).toBe(false);
  });

  it('are written and told where that is asked for', async () => {
    const wire = await open();
    const [lines, said] = await wire.says('write_note', { path: 'Fresh.md', content, onBroken: 'report' });
    expect(lines?.split('\n')).toHaveLength(4);
    expect(said).toContain('[created Fresh.md, ');
    expect(said).toContain('4 links newly broken');
    expect(at(wire, 'Fresh.md')).toBe(content);
  });

  it('do not count where they were broken before', async () => {
    const wire = await open();
    const path = 'C# notes/Old.md';
    const ifVersion = await versionOf(wire, path);
    await wire.says('write_note', { path, content: 'Still [[Gone]], twice [[Gone]].', ifVersion });
    const more = { path, content: '[[Gone]] [[Gone#H]]', ifVersion: await versionOf(wire, path) };
    expect(await wire.refuses('write_note', more)).toContain('1 new link would be broken');
  });

  it('are counted where they do not fit', async () => {
    const { refuses } = await open();
    const many = '[[Nowhere at all, and with a long name]]\n'.repeat(5_000);
    const said = await refuses('write_note', { path: 'f.md', content: many });
    expect(Buffer.byteLength(said)).toBeLessThanOrEqual(16_384);
    expect(said).toMatch(/content: 5000 new links .* \(the first \d+\):/);
  });
});

it.each([
  [undefined, '# A\nlast\n\n---\nmore'],
  ['A', '# A\nlast\n\n---\nmore\n\n# B\n'],
])('what is added makes no heading of the words above it (section: %s)', async (section, after) => {
  const wire = await open({ 'a.md': section === undefined ? '# A\nlast' : '# A\nlast\n\n# B\n' });
  const ifVersion = await versionOf(wire, 'a.md');
  const asked = { path: 'a.md', content: '---\nmore', append: true, ifVersion };
  await wire.says('write_note', { ...asked, ...(section && { section }) });
  expect(at(wire, 'a.md')).toBe(after);
});

describe('links of other notes', () => {
  const others = {
    'a.md': '# Top\n## Goals\ntext ^id\n',
    'log.md': '[[a#Goals]] [[a#Top]]\n[[a#^id|x]] [[a#Nope]] [[a]]',
    'board.canvas': '{"nodes":[{"type":"text","text":"[x](a.md#Goals)"}]}',
  };

  it('are told of where their headings or blocks are gone', async () => {
    const wire = await open(others);
    const ifVersion = await versionOf(wire, 'a.md');
    const [lines, said] = await wire.says('write_note', {
      path: 'a.md',
      content: '# Top\n[[#Top]]\n',
      ifVersion,
    });
    expect(lines?.split('\n').sort()).toEqual([
      'board.canvas:1: a.md#Goals  its heading or block is gone',
      'log.md:1: a#Goals  its heading or block is gone',
      'log.md:2: a#^id  its heading or block is gone',
    ]);
    expect(said).toContain(' · 3 links of other notes led to headings or blocks that are gone · version');
  });

  it('are told of where a new note takes them, or makes them ambiguous', async () => {
    const wire = await open({
      'f/dup.md': '',
      'f/one.md': '[[dup]]',
      'two.md': '[[dup]] [[f/dup]] [[gone]]',
    });
    const [lines, said] = await wire.says('write_note', { path: 'gg/dup.md', content: '[[f/dup]]' });
    expect(lines?.split('\n').sort()).toEqual([
      'f/one.md:1: dup  is ambiguous now, and leads to f/dup.md still',
      'two.md:1: dup  is ambiguous now, and leads to f/dup.md still',
    ]);
    expect(said).toContain('2 links of other notes had one target until now');
    const [taken, trailer] = await wire.says('write_note', { path: 'dup.md', content: '' });
    expect(taken?.split('\n').sort()).toEqual([
      'f/one.md:1: dup  leads to dup.md now, before to f/dup.md',
      'two.md:1: dup  leads to dup.md now, before to f/dup.md',
    ]);
    expect(trailer).toContain('2 links of other notes led elsewhere until now');
    expect(await wire.says('write_note', { path: 'gone.md', content: '' })).toHaveLength(1);
  });

  it('are counted where there are many, and told to the person who is asked', async () => {
    const asked: string[] = [];
    const wire = await openWire(
      { 'a.md': '# H\n', ...numbered(300, () => '[[a#H]]'), 'x\u202e.md': '[[a#H]]' },
      {
        args: ['--write', '--approve', 'writes'],
        person: (question) => {
          asked.push(question);
          return 'accept';
        },
      },
    );
    const ifVersion = await versionOf(wire, 'a.md');
    const [lines, said] = await wire.says('write_note', { path: 'a.md', content: 'x', ifVersion });
    expect(lines?.split('\n')).toHaveLength(10);
    expect(lines).not.toContain('\u202e');
    expect(said).toContain('301 links of other notes led to headings or blocks that are gone');
    expect(said).toContain('only 10 of these 301 are shown');
    expect(asked.join()).toContain('301 links of other notes');
  });
});

it('clears away what killed writes have left, and nothing else', async () => {
  const left = '.ashlar-AAAAAAAAAAAAAAAA.tmp';
  const wire = await open({ ...VAULT, [`a/${left}`]: 'half', '.keep.tmp': 'x' });
  for (const name of [`a/${left}`, '.keep.tmp']) utimesSync(join(wire.folder, name), 1, 1);
  await wire.says('write_note', { path: 'b.md', content: 'x' });
  await vi.waitFor(() => expect(existsSync(join(wire.folder, 'a', left))).toBe(false));
  expect(existsSync(join(wire.folder, '.keep.tmp'))).toBe(true);
});

it('asks a person where the operator wants it, and only for what was shown', async () => {
  const asked: string[] = [];
  const files = { 'a.md': 'x' };
  const person = (question: string) => {
    asked.push(question);
    return 'accept' as const;
  };
  const wire = await openWire(files, { args: ['--write', '--approve', 'writes'], person });
  const ifVersion = await versionOf(wire, 'a.md');
  const broken = { path: 'a.md', content: '[[Gone]]', ifVersion };
  expect(await wire.refuses('write_note', broken)).toMatch(/^invalid_input: content: /);
  await wire.says('write_note', { path: 'a.md', content: 'yes', ifVersion });
  expect(asked).toEqual([`${server.title}: Write a note?\nRewrites "a.md", which then has 3 characters.`]);
  expect(at(wire, 'a.md')).toBe('yes');
});

describe('names', () => {
  it.each([
    '.obsidian/plugins/x/main.md',
    '.OBSIDIAN/x.md',
    '.obsidian./x.md',
    'a/.obs\u00addian/x.md',
    'a/\u200b.git/x.md',
    '．obsidian/x.md',
    '.hidden.md',
    '.ashlar-AAAAAAAAAAAAAAAA.tmp.md',
  ])('%j begins with a dot', async (path) => {
    const wire = await open();
    expect(await wire.refuses('write_note', { path, content: 'x' })).toMatch(/^forbidden: path: /);
  });

  it.each([
    ['a#b.md', 'a-b.md'],
    ['What? A [note]|^1.md', 'What- A -note-1.md'],
    ['x/CON.md', 'x/CON-.md'],
    ['a/b /c.md', 'a/b/c.md'],
    ['a//b.md', 'a/b.md'],
    ['a:b.md', 'a-b.md'],
    ['e\u202evil.md', 'e-vil.md'],
    ['C# notes/x#y.md', 'C# notes/x-y.md'],
    ['D#/x.md', 'D-/x.md'],
  ])('%j is not linkable everywhere: %j is', async (path, fit) => {
    const wire = await open();
    const said = await wire.refuses('write_note', { path, content: 'x' });
    expect(said).toMatch(/^invalid_input: path: /);
    expect(said).toContain(`Use "${fit.slice(0, 200)}`);
    expect((await wire.says('write_note', { path: fit, content: 'x' }))[0]).toMatch(/^\[created /);
  });

  it('are not longer than disks take', async () => {
    const wire = await open();
    const said = await wire.refuses('write_note', { path: `${'ü'.repeat(200)}.md`, content: 'x' });
    expect(said).toMatch(/^invalid_input: path: .* Use "ü{126}\.md" instead\.$/);
    const path = `${'ü'.repeat(126)}.md`;
    expect((await wire.says('write_note', { path, content: 'x' }))[0]).toMatch(/^\[created /);
  });

  it.each(['.', '/', ' '])('do not take long, however many %j are in them', async (one) => {
    const { refuses } = await open();
    const many = one.repeat(1_000_000);
    for (const path of [`a${many}b.md`, `a${many}b`]) {
      expect(await refuses('write_note', { path, content: 'x' })).toMatch(/^invalid_input: path: /);
    }
  });

  it.each(['../out.md', 'a/../../out.md', '/etc/../../out.md'])('%j leads out', async (path) => {
    const wire = await open();
    expect(await wire.refuses('write_note', { path, content: 'x' })).toMatch(
      /^(?:forbidden|invalid_input): /,
    );
    expect(existsSync(join(wire.folder, '..', 'out.md'))).toBe(false);
  });

  it('are those of notes only', async () => {
    const { refuses } = await open();
    for (const path of ['a', 'a.png', 'a.canvas', 'a.md/']) {
      expect(await refuses('write_note', { path, content: 'x' })).toMatch(
        /^invalid_input: path: .* no path of a note/,
      );
    }
  });

  it('do not lead out through links on the disk', async () => {
    const out = temporaryFolder();
    const wire = await open();
    symlinkSync(out, join(wire.folder, 'door'));
    symlinkSync(join(out, 'b.md'), join(wire.folder, 'b.md'));
    symlinkSync(join(wire.folder, 'C# notes'), join(wire.folder, 'again'));
    for (const path of ['door/a.md', 'b.md', 'again/a.md']) {
      expect(await wire.refuses('write_note', { path, content: 'x' })).toMatch(
        /^(?:forbidden|not_found|conflict): /,
      );
    }
    expect([existsSync(join(out, 'a.md')), existsSync(join(out, 'b.md'))]).toEqual([false, false]);
  });
});
