import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { numbered, openWire } from './wire.ts';

it('finds words in titles, aliases, headings and text, the best first, with the lines around them', async () => {
  const { says } = await openWire({
    'Soup.md': 'one\ntwo\ncumin here\nfour\nfive\n',
    'Cumin.md': '# A spice\n',
    'x/None.md': 'nothing\n',
    '.obsidian/cumin.md': 'cumin',
  });
  expect(await says('search_vault', { query: 'cumin' })).toEqual([
    ['Cumin.md:1', '  1| # A spice', '  2| ', 'Soup.md:3', '  2| two', '  3| cumin here', '  4| four'].join(
      '\n',
    ),
    '[2 notes]',
  ]);
  expect(await says('search_vault', { query: '"two cumin" -four' })).toEqual(['[0 notes]']);
});

it('says how many there are beside those that are shown', async () => {
  const { says } = await openWire(numbered(30, (at) => `word ${at}\n`));
  const [lines, trailer] = await says('search_vault', { query: 'word', limit: 20 });
  expect(lines?.match(/^n\d+\.md:1$/gm)).toHaveLength(20);
  expect(trailer).toBe('[the best 20 of 30 notes]');
});

it('finds what was written a moment ago, and nothing that is not there any more', async () => {
  const { says, folder } = await openWire({ 'a.md': 'apple\n' });
  expect((await says('search_vault', { query: 'apple' })).at(-1)).toBe('[1 note]');
  writeFileSync(join(folder, 'a.md'), 'bread\n');
  writeFileSync(join(folder, 'b.md'), 'apple\n');
  expect((await says('search_vault', { query: 'apple' }))[0]).toMatch(/^b\.md:1\n/);
  expect((await says('search_vault', { query: 'bread' })).at(-1)).toBe('[1 note]');
});

it('stays within its bounds on lines without end and text that hides', async () => {
  const { says } = await openWire(
    numbered(20, () => `${'ж'.repeat(100_000)}\nneedle\u202e ${'Ж'.repeat(100_000)}\n${'ж'.repeat(100_000)}`),
  );
  const [lines, trailer] = await says('search_vault', { query: 'needle', limit: 20 });
  expect(lines).toContain('needle⟦U+202E⟧');
  expect(trailer).toMatch(/^\[the best \d+ of 20 notes\]$/);
});

it('says what it did not look for, and refuses where nothing is left', async () => {
  const { says, refuses } = await openWire({ 'a.md': 'apple\n' });
  expect((await says('search_vault', { query: 'apple ??' })).at(-1)).toBe('[1 note · not looked for: ??]');
  expect(await refuses('search_vault', { query: '-apple ??' })).toMatch(
    /^invalid_input: The query has no word/,
  );
  expect(await refuses('search_vault', { query: 'apple', limit: 21 })).toMatch(/^invalid_input: .*limit/);
});

const FILTERED = {
  'Work/Plan.md': '---\nstatus: [Open, done]\ntags: [project/alpha]\n---\nthe plan\n',
  'Work/Old/Plan.md': '---\nstatus: Done\nempty:\n---\nthe plan #project\n',
  'work%/Plan.md': '---\nstatus: open\n---\nthe plan #projects\n',
  'Home.md': 'the plan `#project`\n',
};

it('keeps to a folder, a tag and what is below it, and a property, and counts only that', async () => {
  const { says } = await openWire(FILTERED);
  const found = async (filters: object) => {
    const texts = await says('search_vault', { query: 'plan', ...filters });
    const paths = texts[0]?.match(/^\S.*(?=:\d+$)/gm) ?? [];
    expect(texts.at(-1)).toBe(`[${paths.length} note${paths.length === 1 ? '' : 's'}]`);
    return paths.sort();
  };
  expect(await found({})).toHaveLength(4);
  for (const folder of ['', '.', '/']) expect(await found({ folder })).toHaveLength(4);
  for (const folder of ['Work', 'work/', './WORK']) {
    expect(await found({ folder })).toEqual(['Work/Old/Plan.md', 'Work/Plan.md']);
  }
  expect(await found({ folder: 'work%' })).toEqual(['work%/Plan.md']);
  expect(await found({ folder: 'Work/Old' })).toEqual(['Work/Old/Plan.md']);
  for (const tag of ['project', '#Project', 'project/']) {
    expect(await found({ tag })).toEqual(['Work/Old/Plan.md', 'Work/Plan.md']);
  }
  expect(await found({ tag: '#project/alpha' })).toEqual(['Work/Plan.md']);
  expect(await found({ tag: 'proj' })).toEqual([]);
  expect(await found({ property: 'Status' })).toHaveLength(3);
  expect(await found({ property: 'empty' })).toEqual(['Work/Old/Plan.md']);
  expect(await found({ property: 'empty=' })).toEqual([]);
  expect(await found({ property: 'status=done' })).toEqual(['Work/Old/Plan.md', 'Work/Plan.md']);
  expect(await found({ property: 'status = open', folder: 'Work', tag: 'project' })).toEqual([
    'Work/Plan.md',
  ]);
  expect(await found({ query: '', property: 'status=open' })).toEqual(['Work/Plan.md', 'work%/Plan.md']);
  expect(await found({ query: '-alpha', folder: 'Work' })).toEqual(['Work/Old/Plan.md']);
});

it('takes nothing in a filter for more than text', async () => {
  const { says, refuses } = await openWire(FILTERED);
  const hostile = [
    '%',
    '_',
    '*',
    'a" OR "b',
    'x) OR (y',
    'NEAR(a b)',
    "'; DROP TABLE note; --",
    '\0',
    '\ud800',
    '^a',
  ];
  for (const text of [...hostile, 'x'.repeat(100_000)]) {
    for (const filter of [{ tag: text }, { property: text }, { property: `status=${text}` }]) {
      expect((await says('search_vault', { query: 'plan', ...filter })).at(-1), text).toBe('[0 notes]');
    }
    expect(await refuses('search_vault', { query: 'plan', folder: text })).toMatch(/^not_found: folder: /);
  }
  expect(await refuses('search_vault', { query: 'x', folder: 'Old' })).toBe(
    'not_found: folder: the vault has no files below "Old". Did you mean "Work/Old"?',
  );
  expect(await refuses('search_vault', { query: 'x', folder: 'Home.md' })).toMatch(
    /That is a file: give it as path\.$/,
  );
  expect(await refuses('search_vault', { query: 'x', folder: '../Work' })).toMatch(/^not_found: folder: /);
  expect(await refuses('search_vault', {})).toMatch(/^invalid_input: The query has no word/);
});

it('filters by what a note says now', async () => {
  const { says, folder } = await openWire({ 'a.md': '---\nstatus: open\n---\napple #one\n' });
  const total = async (filter: object) => (await says('search_vault', { query: 'apple', ...filter })).at(-1);
  expect(await total({ property: 'status=open' })).toBe('[1 note]');
  writeFileSync(join(folder, 'a.md'), '---\nstatus: shut\n---\napple #two\n');
  expect(await total({ property: 'status=open' })).toBe('[0 notes]');
  expect(await total({ tag: 'two' })).toBe('[1 note]');
});

it('reads every kind of YAML value, and none that it says', async () => {
  const yaml = [
    'anchor: &a Text',
    'alias: *a',
    'number: 1.50',
    'flag: yes',
    'when: 2026-01-02',
    'quoted: "T\\u0065xt"',
    'folded: >-',
    '  some',
    '  text',
    'map: { inner: Text }',
    'nested: [[Text], { a: b }]',
    '? odd key',
    ': Text',
    'nothing: ~',
  ];
  const { says } = await openWire({
    'a.md': `---\n${yaml.join('\n')}\n---\n`,
    'broken.md': '---\na: [\n---\n',
  });
  const found = async (property: string) => (await says('search_vault', { property })).at(-1) === '[1 note]';
  for (const name of ['anchor', 'alias', 'map', 'nested', 'odd key', 'nothing'])
    expect(await found(name), name).toBe(true);
  const said = [
    'anchor=text',
    'number=1.50',
    'flag=yes',
    'when=2026-01-02',
    'quoted=Text',
    'folded=some text',
    'nested=Text',
  ];
  for (const one of [...said, 'odd key=text']) expect(await found(one), one).toBe(true);
  for (const one of ['alias=text', 'map=text', 'inner', 'number=1.5', 'nothing=~', 'a'])
    expect(await found(one), one).toBe(false);
});
