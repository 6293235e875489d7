import { describe, expect, it } from 'vitest';
import { parseCanvas } from '../src/note/parse-canvas.ts';
import { parseNote } from '../src/note/parse-note.ts';
import { readLink } from '../src/note/read-link.ts';
import { readYaml } from '../src/note/yaml-properties.ts';
import { headingKey } from '../src/resolve/heading-key.ts';
import { resolveLink } from '../src/resolve/resolve-link.ts';
import { Suggester } from '../src/resolve/suggest.ts';
import { indexOf, resolve } from './vault.ts';

const MANY = 100_000;

/**
 * Each of these takes milliseconds when it is read in one pass, and minutes when each opener looks for its partner
 * on its own: no clock is needed to tell.
 */
const TEXTS: [name: string, text: string][] = [
  ['openers', '[['.repeat(MANY)],
  ['openers with text', '[[a '.repeat(MANY)],
  ['openers on lines', '[[a\n'.repeat(MANY)],
  ['closers', ']]'.repeat(MANY)],
  ['openers, then closers', '['.repeat(MANY) + ']'.repeat(MANY)],
  ['nested images', '!['.repeat(MANY) + '[a](b)'.repeat(MANY)],
  ['links never closed', '[a]('.repeat(MANY)],
  ['destinations never closed', '[a](<b'.repeat(MANY)],
  ['titles never closed', '[a](b "'.repeat(MANY)],
  ['titles in parentheses', '[a](b (c'.repeat(MANY)],
  ['parentheses', `[a](${'('.repeat(MANY)}`],
  ['a long destination', `[a](${'b'.repeat(10 * MANY)}`],
  ['backticks of all lengths', Array.from({ length: 2_000 }, (_, at) => '`'.repeat(at + 1)).join(' ')],
  ['lone backticks', '` `` '.repeat(MANY)],
  ['fences', '```\n'.repeat(MANY + 1)],
  ['dollars', '$a '.repeat(MANY)],
  ['double dollars', '$$a\n'.repeat(MANY + 1)],
  ['dollars before links', '$[[a'.repeat(MANY)],
  ['comments never closed', 'a <!-- '.repeat(MANY)],
  ['declarations', 'a <!x '.repeat(MANY)],
  ['instructions', 'a <? <![CDATA['.repeat(MANY)],
  ['tags never closed', 'a <b c="'.repeat(MANY)],
  ['a tag of attributes', `a <b${' c'.repeat(MANY)}`],
  ['a line that may be a tag', `<b${' c=d'.repeat(MANY)}`],
  ['a long line that may be a tag', `<b${' c="d"'.repeat(13 * MANY)}`],
  ['a tag of blanks', `<b${' '.repeat(10 * MANY)}x`],
  ['quotes in quotes', '> '.repeat(MANY)],
  ['lists in lists', `${'- '.repeat(MANY)}a`],
  ['numbers in numbers', `${'1. '.repeat(MANY)}a`],
  ['deep quotes on many lines', `${'>'.repeat(200)} a\n`.repeat(2_000)],
  ['growing lists', Array.from({ length: 1_000 }, (_, at) => `${'  '.repeat(at)}- a`).join('\n')],
  ['blanks', ' '.repeat(10 * MANY)],
  ['blank lines in a list', `- a\n${'\n'.repeat(10 * MANY)}`],
  ['a long line', 'word '.repeat(10 * MANY)],
  ['blanks in a heading', `# a${' '.repeat(10 * MANY)}b`],
  ['marks in a heading', `# ${'#'.repeat(10 * MANY)}`],
  ['blanks under a paragraph', `a${' '.repeat(10 * MANY)}\n===\n`],
  ['carets', 'a ^b '.repeat(MANY)],
  ['carets on lines', '^\n'.repeat(MANY)],
  ['tags', '#a '.repeat(MANY)],
  ['hashes', '#'.repeat(10 * MANY)],
  ['bars', 'a\n|-'.repeat(MANY)],
  ['a wide table', `${'|a'.repeat(MANY)}\n${'|-'.repeat(MANY)}\n`],
  ['definitions', '[a]: b\n'.repeat(MANY)],
  ['definitions that are none', '[a]: b c\n'.repeat(MANY)],
  ['labels never closed', `[${'a\\'.repeat(MANY)}`],
  ['footnotes', '[^a]: '.repeat(MANY)],
  ['backslashes', '\\'.repeat(10 * MANY)],
  ['encoded text', `[a](${'%C3%28'.repeat(MANY)})`],
  ['bars in a link', `[[a${'\\|'.repeat(MANY)}]]`],
  ['NUL', '\0'.repeat(10 * MANY)],
  ['lone surrogates', '\ud800[[\udc00]] '.repeat(MANY)],
  ['frontmatter that never ends', `---\n${'---a\n'.repeat(MANY)}`],
  ['frontmatter of a million lines', `---\n${'a\n'.repeat(10 * MANY)}---\n`],
  ['frontmatter of dashes', `---\na:\n${'- b\n'.repeat(MANY)}---\n`],
  ['blanks in a property', `---\na: b${' '.repeat(10 * MANY)}c\n---\n`],
  ['blanks before what ends a line for some', `---\na:${' '.repeat(10 * MANY)}\u2028b\n---\n`],
  ['the same in a list', `---\na:\n-${' '.repeat(10 * MANY)}\u2028b\n---\n`],
  ['a deep property', `---\na: ${'['.repeat(30_000)}\n---\n`],
  ['a deep map', `---\na: ${'{a: '.repeat(10_000)}\n---\n`],
  ['anchors that multiply', `---\na: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n---\n`],
];

describe('any text', () => {
  it.each(TEXTS)('is read in one pass: %s', (_name, text) => {
    const note = parseNote(text, readYaml);
    expect(note.links.length).toBeLessThanOrEqual(text.length / 4);
  });

  it('has its links, though they are many', () => {
    expect(parseNote('[[a]]'.repeat(MANY)).links).toHaveLength(MANY);
    expect(parseNote('[[lone \ud800]] [[a\0b]]').links.map(({ path }) => path)).toEqual([
      'lone \ud800',
      'a\0b',
    ]);
    expect(parseNote(`${'['.repeat(MANY)}[a]](b)`).links).toHaveLength(1);
    expect(parseNote(`${'![a '.repeat(1_000)}x${'](b)'.repeat(1_000)}`).links).toHaveLength(1);
  });

  it('is a canvas or none', () => {
    expect(parseCanvas('['.repeat(MANY)).broken).toBe(true);
    expect(parseCanvas('['.repeat(5_000) + ']'.repeat(5_000)).links).toEqual([]);
    expect(parseCanvas(JSON.stringify({ nodes: Array(20_000).fill({ text: '[[a]]' }) })).links).toHaveLength(
      20_000,
    );
    for (const text of ['', 'null', '1', '"a"', '[]', '{"nodes":1}', '{"nodes":[1,null,[]]}']) {
      expect(parseCanvas(text).links).toEqual([]);
    }
  });
});

describe('any link', () => {
  const index = indexOf({ 'a/Note.md': '# H', 'b/Note.md': `${'# A\n'.repeat(20_000)}` });
  it.each([
    ['a long one', `[[${'a'.repeat(4_000)}]]`],
    ['many folders', `[[${'a/'.repeat(2_000)}]]`],
    ['many steps up', `[[${'../'.repeat(1_300)}a]]`],
    ['many headings', `[[a/Note${'#A'.repeat(2_000)}]]`],
    ['many hashes', `[[b/Note${'#'.repeat(4_000)}]]`],
    ['the same heading again and again', '[[b/Note#A#A#A#A#A]]'],
    ['a root', '[[/]]'],
    ['dots', '[[..]]'],
    ['a dot', '[[.]]'],
    ['only an extension', '[[.md]]'],
    ['a device', '[[CON]]'],
    ['a NUL', '[[a\0]]'],
  ])('leads somewhere or nowhere: %s', (_name, written) => {
    const found = resolve(index, written, 'a/x.md');
    expect(found.status).toMatch(/^(missing|anchor_missing|resolved)$/);
    const read = readLink(written);
    if ('flaw' in read) throw new Error(read.flaw);
    expect(new Suggester(index).suggest(read.text, read.link, 'a/x.md', found).length).toBeLessThanOrEqual(3);
  });

  it('is refused where no path is that long', () => {
    expect(readLink(`[[${'a'.repeat(100_000)}]]`)).toEqual({ flaw: 'too_long' });
    // Not read from a text, and so of any length.
    const path = `${'a/'.repeat(50_000)}b`;
    expect(resolveLink(index, { path, subpath: '#x', syntax: 'wiki' }, path).status).toBe('missing');
    expect(headingKey('. '.repeat(500_000))).toBe('');
  });
});
