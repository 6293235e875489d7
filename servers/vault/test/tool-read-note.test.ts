import { symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeVault } from './disk-vault.ts';
import { openWire } from './wire.ts';

const NOTE = '# Title\r\nintro\r\n\r\n## Goals\r\none\r\n### Next\r\ntwo ^id\r\n## End\r\nlast\r\n';
const VERSION = 'version [\\w-]{10}';

it('reads a note whole, below a heading, one block, or by lines', async () => {
  const { says } = await openWire({ 'a/Note.md': NOTE });
  const part = async (wanted: object) => {
    const [text, trailer] = await says('read_note', { path: 'a/Note.md', ...wanted });
    expect(trailer).toMatch(new RegExp(`^\\[lines \\d+-\\d+ of 9 · ${VERSION}\\]$`));
    return text?.split('\n');
  };
  const all = NOTE.trimEnd().split('\r\n');
  expect(await part({})).toEqual(all);
  expect(await part({ heading: 'goals' })).toEqual(all.slice(3, 7));
  expect(await part({ heading: 'Goals#Next' })).toEqual(all.slice(5, 7));
  expect(await part({ heading: '## End' })).toEqual(all.slice(7));
  expect(await part({ block: '^ID' })).toEqual(['two ^id']);
  expect(await part({ lines: '2-4' })).toEqual(all.slice(1, 4));
  expect(await part({ lines: '8-' })).toEqual(all.slice(7));
  expect(await part({ lines: '9' })).toEqual(['last']);
});

it('gives equal content an equal version, and other content another', async () => {
  const { says } = await openWire({ 'a.md': 'x\n', 'b.md': 'x\n', 'c.md': 'y\n' });
  const [a, b, c] = await Promise.all(['a.md', 'b.md', 'c.md'].map((path) => says('read_note', { path })));
  expect(a?.[1]).toBe(b?.[1]);
  expect(a?.[1]).not.toBe(c?.[1]);
});

it('goes on where an answer ended', async () => {
  const lines = Array.from({ length: 2_000 }, (_, at) => `line ${at + 1} of a long note`);
  const { says } = await openWire({ 'a.md': lines.join('\n') });
  const read: string[] = [];
  for (let next: string | undefined = '1-'; next !== undefined; ) {
    const [text, trailer] = await says('read_note', { path: 'a.md', lines: next });
    read.push(...(text?.split('\n') ?? []));
    next = /more with lines (\S+)/.exec(trailer ?? '')?.[1];
  }
  expect(read).toEqual(lines);
});

it('shows what is invisible, and cuts a line without end', async () => {
  const { says } = await openWire({ 'a.md': `x\u202ey\tz\n${'ж'.repeat(50_000)}\n`, 'empty.md': '' });
  const [text, trailer] = await says('read_note', { path: 'a.md' });
  expect(text).toMatch(/^x⟦U\+202E⟧y\tz$/m);
  expect(`${text}${trailer}`).toContain('are cut');
  expect(await says('read_note', { path: 'empty' })).toEqual([
    expect.stringMatching(`^\\[empty note · ${VERSION}\\]$`),
  ]);
});

it('names what there is instead of what is not', async () => {
  const { refuses } = await openWire({ 'a/Note.md': NOTE });
  const refused = (input: object) => refuses('read_note', { path: 'a/Note.md', ...input });
  expect(await refused({ path: 'Note' })).toBe(
    'not_found: path: the vault has no file "Note". Did you mean "a/Note.md"?',
  );
  expect(await refused({ heading: 'Nope' })).toBe(
    'not_found: heading: the note has no such heading. It has "Title", "Goals", "Next", "End".',
  );
  expect(await refused({ block: 'nope' })).toBe(
    'not_found: block: the note has no such block. It has "^id".',
  );
  expect(await refused({ heading: 'End', lines: '1' })).toMatch(/^invalid_input: heading, block and lines/);
  for (const lines of ['0', '5-2', 'x', '1-2-3', '-5', '1 2', `1${' '.repeat(100_000)}x`])
    expect(await refused({ lines })).toMatch(/^invalid_input: lines: /);
  for (const lines of ['10', '10-', '10-20'])
    expect(await refused({ lines })).toBe('invalid_input: lines: the note has 9.');
});

it('reads nothing that is hidden, outside, no text or too large', async () => {
  const outside = makeVault({ 'secret.md': 'SECRET' });
  const { refuses, folder } = await openWire({
    'a.md': 'x',
    '.obsidian/app.md': 'SECRET',
    'bin.md': Buffer.from('a\0b'),
    'huge.md': 'x',
  });
  symlinkSync(join(outside, 'secret.md'), join(folder, 'link.md'));
  symlinkSync(outside, join(folder, 'away'));
  truncateSync(join(folder, 'huge.md'), 300 * 1024 * 1024);
  const paths = [
    '.obsidian/app.md',
    '.OBSIDIAN/app.md',
    'link.md',
    'away/secret.md',
    join(outside, 'secret.md'),
  ];
  for (const path of [...paths, `..${outside}/secret.md`, 'a.md/', 'a\0.md', '.']) {
    expect(await refuses('read_note', { path }), path).toMatch(/^not_found: path: the vault has no file /);
  }
  expect(await refuses('read_note', { path: 'bin.md' })).toBe('invalid_input: path: "bin.md" is no text.');
  expect(await refuses('read_note', { path: 'huge.md' })).toBe(
    'limited: path: "huge.md" is larger than 8 MB.',
  );
});

it('outlines a note: properties, headings and block ids, by line', async () => {
  const front = '---\nstatus: done\n"odd\\u202e key": 1\ntags: [a]\n---\n';
  const { says } = await openWire({
    'a.md': `${front}${NOTE}[[b]] [[c]]\n`,
    'b.md': '---\na: [\n---\n# B',
    'c.md': '',
  });
  const outline = (wanted: object) => says('read_note', { path: 'a.md', outline: true, ...wanted });
  const facts = `outline of 15 lines · 4 headings · 1 block id · 2 links · ${VERSION}`;
  const rows = ['6: # Title', '9: ## Goals', '11: ### Next', '12: ^id', '13: ## End'];
  expect(await outline({})).toEqual([
    ['1: 3 properties: status, odd⟦U+202E⟧ key, tags', ...rows].join('\n'),
    expect.stringMatching(`^\\[${facts}\\]$`),
  ]);
  expect((await outline({ heading: 'Goals' }))[0]).toBe(rows.slice(1, 4).join('\n'));
  expect((await outline({ lines: '11-12' }))[0]).toBe(rows.slice(2, 4).join('\n'));
  expect((await says('read_note', { path: 'b', outline: true })).join('\n')).toMatch(
    /^4: # B\n.* · properties that cannot be read · /,
  );
  expect(await says('read_note', { path: 'c', outline: true })).toEqual([
    expect.stringMatching(/^\[empty note · /),
  ]);
});

it('cuts a heading without end, so that others fit beside it', async () => {
  const { says } = await openWire({
    'a.md': `# ${'\u200b'.repeat(20_000)}\n# ${'x'.repeat(20_000)}\n# Last\n`,
  });
  const [text] = await says('read_note', { path: 'a.md', outline: true });
  expect(text).toMatch(/^1: # (?:⟦U\+200B⟧)+…\n2: # x+…\n3: # Last$/);
});

it('goes on with an outline where an answer ended', async () => {
  const headings = Array.from(
    { length: 2_000 },
    (_, at) => `# Heading ${at} ${'\u200b'.repeat(at % 7 === 0 ? 500 : 0)}`,
  );
  const { says } = await openWire({ 'a.md': headings.join('\n') });
  const told: string[] = [];
  for (let lines: string | undefined = '1-'; lines !== undefined; ) {
    const [text, trailer] = await says('read_note', { path: 'a.md', outline: true, lines });
    told.push(...(text?.split('\n') ?? []).map((row) => row.split(':')[0] as string));
    lines = /more with outline and lines (\S+)/.exec(trailer ?? '')?.[1];
  }
  expect(told).toEqual(headings.map((_, at) => String(at + 1)));
});

it('takes a path as it is shown', async () => {
  const { says } = await openWire({ 'a/Bad\u202e\nname.md': '[[Gone]]\n', 'Token ⟦U+202E⟧.md': 'token\n' });
  const [row] = await says('check_links', { folder: 'a' });
  const path = row?.split(':1:')[0] as string;
  expect(path).toBe('a/Bad⟦U+202E⟧⟦U+000A⟧name.md');
  expect((await says('read_note', { path }))[0]).toBe('[[Gone]]');
  expect((await says('read_note', { path: 'Token ⟦U+202E⟧' }))[0]).toBe('token');
});
