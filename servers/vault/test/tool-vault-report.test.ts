import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { numbered, openWire, type Wire } from './wire.ts';

const VAULT = {
  'Home.md': '# Home\n[[Plan]] [[Gone]] [[gone]] [[Index]] [[Plan#Nope]] [[#Nix]]\n',
  'Plan.md': '[[Gone#x]] ![[p.png]]\n\n[[Home#Home]]\n',
  'a/Index.md': '',
  'b/Index.md': '[[Plan#^no]]\n',
  'Odd#1.md': '',
  'p.png': 'x',
};

it('counts notes and links, and shows what is wrong with them', async () => {
  const { says } = await openWire(VAULT);
  expect(await says('vault_report', {})).toEqual([
    [
      'unresolved: 2 names, 3 links',
      '  2 notes, 2 links, as in Plan.md:1: Gone',
      '  1 note, 1 link, as in Home.md:2: gone',
      'links to missing headings or blocks: 3',
      '  Home.md:2: Plan#Nope',
      '  Home.md:2: #Nix',
      '  b/Index.md:1: Plan#^no',
      'orphans, to which nothing links: 2 notes',
      '  Odd#1.md',
      '  b/Index.md',
      'dead ends, which link to nothing: 2 files',
      '  Odd#1.md',
      '  a/Index.md',
      'duplicates: 1 name of 2 files',
      '  a/Index.md',
      '  b/Index.md',
      'unlinkable, since no link can name them: 1 note',
      '  Odd#1.md',
    ].join('\n'),
    '[6 files, 5 notes · 10 links: 3 resolved, 1 ambiguous, 3 unresolved, 3 with a missing heading or block]',
  ]);
  expect(await says('vault_report', { list: 'anchors' })).toEqual([
    'Home.md:2: Plan#Nope\nHome.md:2: #Nix\nb/Index.md:1: Plan#^no',
    '[links to missing headings or blocks: 3]',
  ]);
});

it('knows an empty vault', async () => {
  const { says } = await openWire({});
  const [text, trailer] = await says('vault_report', {});
  expect(text).toContain('unresolved: 0 names, 0 links\nlinks to');
  expect(trailer).toMatch(/^\[0 files, 0 notes · 0 links: /);
  expect(await says('vault_report', { list: 'orphans' })).toEqual([
    '[orphans, to which nothing links: 0 notes]',
  ]);
});

/** Every row of a list, as a model gets them: from the whole report on. */
async function allOf({ says }: Wire, list: string): Promise<string[]> {
  const [report] = await says('vault_report', {});
  const [, cursor] = new RegExp(`: list ${list}, cursor (\\S+)$`, 'm').exec(report ?? '') ?? [];
  const head = (report ?? '')
    .split('\n')
    .filter((line) => line.startsWith('  '))
    .slice(0, 5);
  const rows = cursor === undefined ? [] : head.map((line) => line.trim());
  for (let next = cursor; next !== undefined; ) {
    const [lines, trailer] = await says('vault_report', { list, cursor: next });
    rows.push(...(lines?.split('\n') ?? []));
    expect(trailer).not.toContain('changed');
    next = /more with cursor ([^ \]]+)/.exec(trailer ?? '')?.[1];
  }
  return rows;
}

it('goes on where an answer ended, from the head of a list on', { timeout: 30_000 }, async () => {
  const wire = await openWire(numbered(400, (at) => `[[Gone ${at}]] [[Gone ${at} too]]\n`));
  await expect
    .poll(() => wire.says('vault_report', {}).then((texts) => texts.at(-1)))
    .not.toContain('filling');
  const rows = await allOf(wire, 'unresolved');
  expect(rows).toHaveLength(800);
  expect(new Set(rows).size).toBe(800);
});

it('says so when the vault changed between two answers, and only then', async () => {
  const { says, folder } = await openWire(
    Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`${'long '.repeat(10)}${1_000 + at}.md`, ''])),
  );
  const cursorOf = (text = '') => /more with cursor ([^ \]]+)/.exec(text)?.[1];
  const cursor = cursorOf((await says('vault_report', { list: 'orphans' })).at(-1));
  expect(cursor).toBeDefined();
  const on = async () => (await says('vault_report', { list: 'orphans', cursor })).at(-1);
  writeFileSync(join(folder, 'z.md'), '');
  expect(await on()).toBe('[orphans, to which nothing links: 401 notes]');
  rmSync(join(folder, `${'long '.repeat(10)}1000.md`));
  expect(await on()).toContain(
    'the vault changed since the answer before: rows may be missing or told twice',
  );
});

it('refuses a cursor that no answer gave, and a list that there is not', async () => {
  const { refuses } = await openWire(VAULT);
  for (const cursor of [
    '',
    '0-00000000',
    'x',
    '5',
    '-1-00000000',
    `5-${'0'.repeat(9)}`,
    '9999999999-00000000',
  ]) {
    expect(await refuses('vault_report', { list: 'orphans', cursor })).toMatch(/^invalid_input: cursor: /);
  }
  expect(await refuses('vault_report', { list: 'x' })).toMatch(/^invalid_input: .*list/);
});

it('cuts a name without end, so that others fit beside it', async () => {
  const long = ['a', 'b', 'c'].map((letter) => `[[${letter.repeat(5_000)}]] [[#${letter.repeat(5_000)}]]`);
  const { says } = await openWire({ 'n.md': long.join('\n') });
  for (const list of ['unresolved', 'anchors']) {
    const [text] = await says('vault_report', { list });
    expect(text?.split('\n')).toHaveLength(3);
    expect(text?.match(/[abc]{100,}…$/gm)).toHaveLength(3);
  }
});

it('keeps to its lines and its size whatever names are', async () => {
  const long = `${'\u202e'.repeat(80)}/`.repeat(10);
  const { says } = await openWire({
    [`${long}a\nunresolved: 9#.md`]: `[[x\u202e${'y'.repeat(5_000)}]] [[\u200b]] [[a\u2028b]]\n`,
    [`${long}b#.md`]: '[[#gone\u0000]]\n',
  });
  const texts = await says('vault_report', {});
  expect(texts.join('\n')).not.toMatch(/[\u202e\u200b\u2028\0]/);
  const own = (texts[0] ?? '').split('\n').filter((line) => !line.startsWith('  '));
  expect(own.map((line) => line.split(/[:,]/)[0])).toEqual([
    'unresolved',
    'links to missing headings or blocks',
    'orphans',
    'dead ends',
    'duplicates',
    'unlinkable',
  ]);
});
