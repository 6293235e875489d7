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
