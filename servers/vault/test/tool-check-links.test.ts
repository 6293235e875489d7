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
  expect(trailer).toContain(`only the first ${shown} of 5000 are shown`);
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
