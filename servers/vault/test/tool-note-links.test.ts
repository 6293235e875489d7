import { expect, it } from 'vitest';
import { numbered, openWire } from './wire.ts';

const VAULT = {
  'Hub.md': '---\nup: "[[Top]]"\n---\n[[One]] [[One]] ![[p.png]]\n[[Gone]] [[Top#Nope]] [[Twin]]\n[[#Hub]]\n',
  'Top.md': '# Top\n',
  'One.md': 'as [[Hub]] says, and [[Hub|again]]\n\n[md](Hub.md#x)\n',
  'p.png': 'x',
  'a/Twin.md': '',
  'b/Twin.md': '',
  'Board.canvas': '{"nodes":[{"id":"1","type":"file","file":"Hub.md"}],"edges":[]}',
  'Bad\u202e.md': '[[Hub]]\u202e\n',
};

const OUT = [
  '2: property Top → Top.md',
  '4: One → One.md (2 times)',
  '4: embed p.png → p.png',
  '5: Gone no such file',
  '5: Top#Nope → Top.md (no such heading or block)',
  '5: Twin → a/Twin.md (ambiguous, 1 of 2 by first_of_equals)',
  '6: #Hub → Hub.md (no such heading or block)',
];
const IN = [
  'Bad⟦U+202E⟧.md:1: [[Hub]]⟦U+202E⟧',
  'Board.canvas:1: card',
  'One.md:1: as [[Hub]] says, and [[Hub|again]] (2 times)',
  'One.md:3: [md](Hub.md#x)',
];

it('lists the links of a note and those that come to it, with kind, line, context and number', async () => {
  const { says } = await openWire(VAULT);
  expect(await says('note_links', { path: 'Hub.md' })).toEqual([
    [...OUT, ...IN].join('\n'),
    '[out: 8 links, 3 broken · in: 5 links from 3 notes]',
  ]);
  expect(await says('note_links', { path: 'hub', direction: 'in' })).toEqual([
    IN.join('\n'),
    '[in: 5 links from 3 notes]',
  ]);
  expect(await says('note_links', { path: 'Hub.md', direction: 'out' })).toEqual([
    OUT.join('\n'),
    '[out: 8 links, 3 broken]',
  ]);
});

it('lists what comes to an attachment', async () => {
  const { says } = await openWire(VAULT);
  expect(await says('note_links', { path: 'p.png', direction: 'in' })).toEqual([
    'Hub.md:4: embed [[One]] [[One]] ![[p.png]]',
    '[in: 1 link from 1 note]',
  ]);
});

it('goes on where an answer ended, without a row left out or told twice', async () => {
  const { says } = await openWire({
    'Hub.md': '',
    ...numbered(400, (at) => `[[Hub]] ${'word '.repeat(20)}${at}`),
  });
  // Before the answer is a whole one, it is told to be a part.
  await expect
    .poll(() => says('note_links', { path: 'Hub.md' }).then((texts) => texts.at(-1)))
    .not.toContain('filling');
  const rows: string[] = [];
  for (let input: object | undefined = {}; input !== undefined; ) {
    const [lines, trailer] = await says('note_links', { path: 'Hub.md', ...input });
    rows.push(...(lines?.split('\n') ?? []));
    expect(trailer).toContain('in: 400 links from 400 notes');
    const cursor = /more with cursor ([^ \]]+)/.exec(trailer ?? '')?.[1];
    input = cursor === undefined ? undefined : { cursor };
  }
  expect(rows).toHaveLength(400);
  expect(new Set(rows).size).toBe(400);
});
