import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { numbered, openWire } from './wire.ts';

const VAULT = {
  'Soup.md': '---\naliases: [Dal]\n---\n# Soup\n',
  'a/Index.md': '',
  'b/Index.md': '',
  'Draft.md': '# Old\n',
};

it('finds what is broken or ambiguous in a draft, by line, with what to write instead', async () => {
  const { says } = await openWire(VAULT);
  const text = [
    '# New',
    'Good: [[Soup]], [[#New]], [[Draft#New]], `[[code]]`.',
    '[[Suop]] and [[Dal]]',
    '',
    '[[Soup#Soap]] [[Index]]',
    '| [[Gone\\|x]] |',
    '[[Draft#Old]]',
  ].join('\n');
  expect(await says('check_links', { text, from: 'Draft.md' })).toEqual([
    [
      '3: [[Suop]]  no such file; write [[Soup]] (typo: Soup.md)',
      '3: [[Dal]]  no such file; write [[Soup|Dal]] (alias: Soup.md)',
      '5: [[Soup#Soap]]  no such heading or block in Soup.md; write [[Soup#Soup]] (typo: Soup.md)',
      '5: [[Index]]  ambiguous, leads to a/Index.md by first_of_equals, 1 of 2; write [[a/Index]]',
      '6: [[Gone\\|x]]  no such file',
      '7: [[Draft#Old]]  no such heading or block in Draft.md',
    ].join('\n'),
    '[9 links · 3 broken · 2 with a missing heading or block · 1 ambiguous]',
  ]);
});

it('counts a draft that is not there yet as there', async () => {
  const { says } = await openWire(VAULT);
  expect(await says('check_links', { text: '# A\n[[New#A]] [[c/New]]', from: 'c/New' })).toEqual([
    '[2 links · 0 broken · 0 with a missing heading or block · 0 ambiguous]',
  ]);
});

it('checks a note as it is', async () => {
  const { says } = await openWire({ ...VAULT, 'n/Note.md': 'one\r\n[[Gone]]\r\n' });
  expect(await says('check_links', { path: 'n/Note' })).toEqual([
    '2: [[Gone]]  no such file',
    '[1 link · 1 broken · 0 with a missing heading or block · 0 ambiguous]',
  ]);
});

it('says the totals also where not everything fits', async () => {
  const { says } = await openWire(numbered(50, () => ''));
  const [lines, trailer] = await says('check_links', {
    text: '[[n999]] [[n1]]\n'.repeat(5_000),
    from: 'D.md',
  });
  const shown = lines?.split('\n').length;
  expect(shown).toBeGreaterThan(50);
  expect(trailer).toContain('[10000 links · 5000 broken · ');
  expect(trailer).toContain(`more with cursor ${shown}-`);
});

it('keeps to its lines whatever the text of a link is', async () => {
  const { says } = await openWire(VAULT);
  const [lines] = await says('check_links', { text: `[[x\u202e${'y'.repeat(500)}]]`, from: 'D.md' });
  expect(lines).toMatch(/^1: \[\[x⟦U\+202E⟧y+… {2}no such file$/);
});

it('refuses a draft without its place, both kinds at once, and what is no note', async () => {
  const { refuses } = await openWire({ ...VAULT, 'bin.md': Buffer.from('a\0b') });
  expect(await refuses('check_links', { text: 'x' })).toMatch(/^invalid_input: from: /);
  expect(await refuses('check_links', {})).toMatch(/^invalid_input: text: /);
  expect(await refuses('check_links', { text: 'x', path: 'Soup.md' })).toMatch(/^invalid_input: text: /);
  expect(await refuses('check_links', { path: 'bin.md' })).toBe('invalid_input: path: "bin.md" is no text.');
  expect(await refuses('check_links', { path: 'Suop.md' })).toBe(
    'not_found: path: the vault has no file "Suop.md". Did you mean "Soup.md"?',
  );
});

const FOLDERS = {
  'Home.md': '[[Gone]] [[Work/Plan]]\n',
  'Work/Plan.md': 'one\n[[Hoem]] [[Index]]\n[[Plan#Nope]]\n',
  'Work/Deep/Board.canvas': '{"nodes":[{"id":"1","type":"file","file":"Nope.md"}],"edges":[]}',
  'Work/Deep/Index.md': '[[Home]]\n',
  'Workshop/Index.md': '[[Lost]]\n',
};

it('checks all notes of a folder, by path and line, and the whole vault', async () => {
  const { says } = await openWire(FOLDERS);
  const work = [
    'Work/Deep/Board.canvas:1: Nope.md  no such file',
    'Work/Plan.md:2: [[Hoem]]  no such file; write [[Home]] (typo: Home.md)',
    'Work/Plan.md:2: [[Index]]  ambiguous, leads to Work/Deep/Index.md by below_own_folder, 1 of 2; write [[Work/Deep/Index]]',
    'Work/Plan.md:3: [[Plan#Nope]]  no such heading or block in Work/Plan.md',
  ];
  for (const folder of ['Work', 'work/', './Work']) {
    expect(await says('check_links', { folder })).toEqual([
      work.join('\n'),
      '[3 notes · 5 links · 2 broken · 1 with a missing heading or block · 1 ambiguous]',
    ]);
  }
  for (const folder of ['', '.', '/']) {
    expect(await says('check_links', { folder })).toEqual([
      ['Home.md:1: [[Gone]]  no such file', ...work, 'Workshop/Index.md:1: [[Lost]]  no such file'].join(
        '\n',
      ),
      '[5 notes · 8 links · 4 broken · 1 with a missing heading or block · 1 ambiguous]',
    ]);
  }
});

it('refuses a folder without files, and takes nothing in its name for more than text', async () => {
  const { refuses } = await openWire(FOLDERS);
  for (const folder of ['Wor', 'W*', 'W_rk', 'Work%', '../Work', '/etc', 'Work\0', '**', '.obsidian']) {
    expect(await refuses('check_links', { folder })).toMatch(
      /^not_found: folder: the vault has no files below /,
    );
  }
  const slashes = `Work${'/'.repeat(1_000_000)}b`;
  expect(await refuses('check_links', { folder: slashes })).toMatch(/^not_found: folder: /);
  expect(await refuses('check_links', { folder: 'Deep' })).toMatch(/Did you mean "Work\/Deep"\?$/);
  expect(await refuses('check_links', { folder: 'Work', path: 'Home.md' })).toMatch(/^invalid_input: text: /);
  expect(await refuses('check_links', { folder: '.', cursor: 'x' })).toMatch(/^invalid_input: cursor: /);
});

it.each([
  ['a folder', { folder: 'w' }],
  ['a note', { path: 'w/n0.md' }],
])('goes on where an answer ended, without a problem left out or told twice: %s', async (_name, input) => {
  const links = (note: number) =>
    Array.from({ length: 700 }, (_, at) => `[[x ${note} ${at} \u{1f4a1}]]`).join('\n');
  const { says } = await openWire({ 'w/n0.md': links(0), 'w/n1.md': 'all well', 'w/n2.md': links(2) });
  const told: string[] = [];
  for (let cursor: string | undefined, pages = 0; pages === 0 || cursor !== undefined; pages++) {
    const [lines, trailer] = await says('check_links', { ...input, cursor });
    told.push(...(lines?.split('\n') ?? []).map((line) => /\[\[.*?\]\]/.exec(line)?.[0] ?? line));
    expect(trailer).toMatch(/ links · (?:1400|700) broken · /);
    expect(trailer).not.toContain('changed');
    cursor = /more with cursor ([^ \]]+)/.exec(trailer ?? '')?.[1];
  }
  expect(told).toEqual(
    'folder' in input ? [...links(0).split('\n'), ...links(2).split('\n')] : links(0).split('\n'),
  );
});

it('says so when the vault changed between two answers about a folder', async () => {
  const { says, folder } = await openWire(numbered(500, (at) => `[[x ${at}]]\n`));
  const next = (trailer = '') => /more with cursor ([^ \]]+)/.exec(trailer)?.[1];
  await expect
    .poll(() => says('check_links', { folder: '.' }).then((texts) => texts.at(-1)))
    .not.toContain('filling');
  const cursor = next((await says('check_links', { folder: '.' })).at(-1));
  expect(cursor).toBeDefined();
  const on = async () => (await says('check_links', { folder: '.', cursor })).at(-1);
  writeFileSync(join(folder, 'n0.md'), 'all well\n');
  expect(await on()).toContain('[500 notes · 499 links · 499 broken');
  expect(await on()).toContain(
    'the vault changed since the answer before: rows may be missing or told twice',
  );
});
