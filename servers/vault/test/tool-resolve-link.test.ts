import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { put } from './disk-vault.ts';
import { numbered, openWire, type Wire } from './wire.ts';

interface Answer {
  results: Record<string, unknown>[];
  notAnswered?: number;
  indexFilling?: number;
}

async function ask({ call }: Wire, links: string[], from?: string): Promise<Answer> {
  const { structuredContent, content, isError } = await call('resolve_link', {
    links,
    ...(from && { from }),
  });
  expect(isError ?? false, content[0]?.text).toBe(false);
  expect(JSON.parse(content[0]?.text ?? '')).toEqual(structuredContent);
  expect(Buffer.byteLength(content[0]?.text ?? '')).toBeLessThanOrEqual(16_384);
  return structuredContent as unknown as Answer;
}

const KITCHEN = {
  'Home.md': '# Home\n\n## Plan\n\nword ^here\n',
  'Dishes/Soup.md': '---\naliases: [Dal]\n---\n# Soup\n## Notes\n### Later\n',
  'Dishes/Pot.canvas': '{"nodes":[],"edges":[]}',
  'a/Index.md': '',
  'b/c/Index.md': '',
  'pics/pot one.png': 'x',
};

it('answers where links of every kind lead, and the shortest text that is safe', async () => {
  const wire = await openWire(KITCHEN);
  const links = [
    '[[Soup]]',
    '[[soup#Notes#Later|later]]',
    '![[pot one.png]]',
    '[pot](pics/pot%20one.png)',
    '[[Pot.canvas]]',
    '[[../Dishes/Soup]]',
    '[[/Dishes/Soup.md]]',
    '[[Soup\\|in a table]]',
    'Soup',
    '[[#Plan]]',
    '[[Home#^here]]',
  ];
  const { results, ...rest } = await ask(wire, links, 'Home.md');
  expect(rest).toEqual({});
  const soup = 'Dishes/Soup.md';
  expect(results.map(({ link, status, path, anchor, write }) => [link, status, path, anchor, write])).toEqual(
    [
      ['[[Soup]]', 'resolved', soup, undefined, '[[Soup]]'],
      [
        '[[soup#Notes#Later|later]]',
        'resolved',
        soup,
        { kind: 'heading', line: 6 },
        '[[Soup#Notes#Later|later]]',
      ],
      ['![[pot one.png]]', 'resolved', 'pics/pot one.png', undefined, '![[pot one.png]]'],
      ['[pot](pics/pot%20one.png)', 'resolved', 'pics/pot one.png', undefined, '[pot](pot%20one.png)'],
      ['[[Pot.canvas]]', 'resolved', 'Dishes/Pot.canvas', undefined, '[[Pot.canvas]]'],
      ['[[../Dishes/Soup]]', 'missing', undefined, undefined, undefined],
      ['[[/Dishes/Soup.md]]', 'resolved', soup, undefined, '[[Soup]]'],
      ['[[Soup\\|in a table]]', 'resolved', soup, undefined, '[[Soup\\|in a table]]'],
      ['Soup', 'resolved', soup, undefined, '[[Soup]]'],
      ['[[#Plan]]', 'resolved', 'Home.md', { kind: 'heading', line: 3 }, undefined],
      ['[[Home#^here]]', 'resolved', 'Home.md', { kind: 'block', line: 5 }, '[[Home#^here]]'],
    ],
  );
});

it('suggests what may have been meant, with the exact text and why', async () => {
  const wire = await openWire(KITCHEN);
  const { results } = await ask(wire, [
    '[[Suop|x]]',
    '[[Dal]]',
    '[[old/Soup]]',
    '[[Soup#Laters]]',
    '[[nothing like it]]',
  ]);
  expect(results.map(({ status, suggestions }) => [status, suggestions])).toEqual([
    ['missing', [{ write: '[[Soup|x]]', why: 'typo', path: 'Dishes/Soup.md' }]],
    ['missing', [{ write: '[[Soup|Dal]]', why: 'alias', path: 'Dishes/Soup.md' }]],
    ['missing', [{ write: '[[Soup]]', why: 'moved', path: 'Dishes/Soup.md' }]],
    ['anchor_missing', [{ write: '[[Soup#Later]]', why: 'typo', path: 'Dishes/Soup.md' }]],
    ['missing', []],
  ]);
});

it('says which of several files a rule chose', async () => {
  const wire = await openWire(KITCHEN);
  const { results } = await ask(wire, ['[[Index]]'], 'b/c/New note');
  expect(results).toEqual([
    {
      link: '[[Index]]',
      status: 'ambiguous',
      path: 'b/c/Index.md',
      rule: 'own_folder',
      candidates: ['a/Index.md', 'b/c/Index.md'],
      candidateCount: 2,
      write: '[[b/c/Index]]',
    },
  ]);
});

it('says why a text is no link, and is not impressed by any', async () => {
  const wire = await openWire(KITCHEN);
  const hostile = [
    '',
    `[[${'x'.repeat(100_000)}]]`,
    '['.repeat(10_000),
    '[[a\nb]]',
    '[x](https://a.example)',
    '[[#Plan]]',
  ];
  const { results } = await ask(wire, hostile);
  expect(results.map(({ status, flaw }) => [status, flaw])).toEqual([
    ['invalid', 'empty'],
    ['invalid', 'too_long'],
    ['invalid', 'too_long'],
    ['invalid', 'several_lines'],
    ['invalid', 'external'],
    ['invalid', 'needs_from'],
  ]);
});

it('keeps names of others on one visible line', async () => {
  const wire = await openWire({ 'a\u202eb.md': '' });
  const { results } = await ask(wire, ['[[a\u202eb]]']);
  expect(results).toMatchObject([{ link: '[[a⟦U+202E⟧b]]', path: 'a⟦U+202E⟧b.md' }]);
});

it('gives no text to write that would be another one as it is shown', async () => {
  const wire = await openWire({
    'Invis\u200bible.md': '',
    'a/Two.md': '',
    'b/Tw\u200bo.md': '[[Invisible]]',
  });
  const { results } = await ask(wire, ['[[Invis\u200bible]]', '[[Invisible]]', '[[Two|x\u200b]]', '[[Two]]']);
  expect(results.map(({ write, suggestions }) => [write, suggestions])).toEqual([
    [undefined, undefined],
    [undefined, [{ why: expect.any(String), path: 'Invis⟦U+200B⟧ible.md' }]],
    [undefined, undefined],
    ['[[Two]]', undefined],
  ]);
  expect(await wire.says('check_links', { folder: '.' })).toEqual([
    'b/Tw⟦U+200B⟧o.md:1: [[Invisible]]  no such file; meant may be Invis⟦U+200B⟧ible.md, by a link with unseen characters',
    expect.stringContaining('1 broken'),
  ]);
});

it('sees what another program did a moment ago', async () => {
  const wire = await openWire({ 'a.md': '# One\n' });
  expect((await ask(wire, ['[[b]]', '[[a#Two]]'])).results).toMatchObject([
    { status: 'missing' },
    { status: 'anchor_missing' },
  ]);
  put(wire.folder, 'x/b.md', '');
  writeFileSync(join(wire.folder, 'a.md'), '# Two\n');
  expect((await ask(wire, ['[[b]]', '[[a#Two]]'])).results).toMatchObject([
    { status: 'resolved' },
    { status: 'resolved' },
  ]);
  rmSync(join(wire.folder, 'a.md'));
  expect((await ask(wire, ['[[a]]'])).results).toMatchObject([{ status: 'missing' }]);
});

it('answers at once, exactly, while most notes are still to be read, and says so', async () => {
  const wire = await openWire(numbered(2_000, (at) => `---\naliases: [Alias ${at}]\n---\n# Heading ${at}\n`));
  const first = await ask(wire, ['[[n1999#Heading 1999]]', '[[n700#Heading 1]]']);
  expect(first.results).toMatchObject([
    { status: 'resolved', anchor: { line: 4 } },
    { status: 'anchor_missing' },
  ]);
  expect(first.indexFilling).toBeGreaterThan(0);
  await expect.poll(async () => (await ask(wire, ['x'])).indexFilling, { timeout: 5_000 }).toBe(undefined);
  const { results } = await ask(wire, ['[[Alias 1400]]']);
  expect((results.at(0)?.suggestions as unknown[] | undefined)?.[0]).toMatchObject({
    write: '[[n1400|Alias 1400]]',
    why: 'alias',
  });
});

it('holds an answer within its bounds, and says how many links it left out', async () => {
  const long = 'long name '.repeat(20).trim();
  const wire = await openWire({ [`${long}.md`]: '' });
  const links = Array.from({ length: 100 }, () => `[[${long}]]`);
  const { results, notAnswered } = await ask(wire, links);
  expect(results.length).toBeGreaterThan(10);
  expect(results.length + (notAnswered ?? 0)).toBe(100);
  expect(notAnswered).toBeGreaterThan(0);
});
