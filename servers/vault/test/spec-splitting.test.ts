import { describe, expect, it } from 'vitest';
import { defaultDisplay } from '../src/link/linktext.ts';
import { parseNote } from '../src/note/parse-note.ts';
import type { Link } from '../src/note/parsed-note.ts';
import { readLink } from '../src/note/read-link.ts';
import { linksIn } from './vault.ts';

function only(text: string): Link {
  const { links } = parseNote(text);
  expect(links).toHaveLength(1);
  return links[0] as Link;
}

describe('2.1 splitting a link', () => {
  it.each<[rule: string, text: string, path: string, subpath: string]>([
    ['1 the first # splits', '[[pa#th/x]]', 'pa', '#th/x'],
    ['1 the subpath keeps its #', '[[Note#A#B]]', 'Note', '#A#B'],
    ['1 a block', '[[Note#^id]]', 'Note', '#^id'],
    ['2 a single ] belongs to the target', '[[Sq]uare]]', 'Sq]uare', ''],
    ['2 the inner of nested links', '[[Nested [[Inner]] x]]', 'Inner', ''],
    ['3 display text', '[[a|b]]', 'a', ''],
    ['3 the rest of the bars are display text', '[[a||b]]', 'a', ''],
    ['3 a bar in front is a name', '[[|]]', '|', ''],
    ['3 a bar in front, with more', '[[|alias]]', '|alias', ''],
    ['4 the escaped bar of a table', '[[note\\|alias]]', 'note', ''],
    ['6 blanks inside stay', '[[Sp  ace]]', 'Sp  ace', ''],
    ['6 blanks around do not', '[[ Note ]]', 'Note', ''],
    ['6 nor before the #', '[[Note #H|x]]', 'Note', '#H'],
    ['7 percent-encoding', '[y](My%20Note.md)', 'My Note.md', ''],
    ['7 what is no encoding stays', '[y](100%.md)', '100%.md', ''],
    ['7 nor is what is no UTF-8', '[y](a%FF%20b.md)', 'a%FF%20b.md', ''],
    ['7 a destination in <>', '[y](<My Note.md>)', 'My Note.md', ''],
    ['7 a title', '[y](Note.md "a title")', 'Note.md', ''],
    ['7 parentheses in pairs', '[y](Note_(x).md)', 'Note_(x).md', ''],
    ['7 an encoded # still splits', '[y](a%23b)', 'a', '#b'],
    ['8 an address between brackets is a note', '[[https://x]]', 'https://x', ''],
    ['9 a link to the note itself', '[[#H]]', '', '#H'],
    ['9 the same as Markdown', '[h](#h)', '', '#h'],
    ['10 a colon', '[[a: b]]', 'a: b', ''],
  ])('%s: %s', (_rule, text, path, subpath) => {
    expect(only(text)).toMatchObject({ path, subpath });
    const read = readLink(text.replace(/^\[\[Nested /, '').replace(/ x\]\]$/, ''));
    expect('link' in read && read.link).toMatchObject({ path, subpath });
  });

  it.each([
    ['2 no line break inside', '[[a\nb]]'],
    ['2 nothing named', '[[]]'],
    ['2 only blanks', '[[  ]]'],
    ['2 never closed', '[[a]'],
    ['7 a raw blank', '[y](My Note.md)'],
    ['7 no destination', '[alias]()'],
    ['7 nothing at all', '[]()'],
    ['7 an empty one in <>', '[y](<>)'],
    ['8 a scheme leads out', '[x](https://example.com/a.md)'],
    ['8 any scheme', '[x](obsidian://open?vault=v)'],
  ])('is no link: %s: %j', (_rule, text) => {
    expect(linksIn(text)).toEqual([]);
  });

  it.each([
    ['[[a||b]]', '|b'],
    ['[[a|b]]', 'b'],
    ['[[note\\|alias]]', 'alias'],
    ['[[|alias]]', undefined],
    ['[[|a|b]]', 'b'],
    ['[shown](a.md)', 'shown'],
  ])('3 shows of %s %j', (text, display) => {
    expect(only(text).display).toBe(display);
  });

  it.each([
    ['[[wikilink#heading]]', 'wikilink > heading'],
    ['[[a#b#c]]', 'a > b > c'],
    ['[[#h]]', 'h'],
  ])('5 shows %s as %s', (text, shown) => {
    expect(defaultDisplay(only(text))).toBe(shown);
  });
});

describe('a link by itself', () => {
  it.each([
    ['Note', 'Note', ''],
    ['Note#H|shown', 'Note', '#H'],
    [' [[Note]] ', 'Note', ''],
    ['![[image.png]]', 'image.png', ''],
    ['![alt](image.png)', 'image.png', ''],
    ['[![alt](image.png)](Note.md)', 'Note.md', ''],
  ])('%j', (written, path, subpath) => {
    const read = readLink(written);
    expect('link' in read && read.link).toMatchObject({ path, subpath });
  });

  it.each([
    ['', 'empty'],
    ['[[]]', 'empty'],
    ['[x]()', 'empty'],
    ['[[a\nb]]', 'several_lines'],
    ['[x](https://example.com)', 'external'],
    ['[[a', 'not_a_link'],
    ['[[a]] and [[b]]', 'not_a_link'],
    ['[y](My Note.md)', 'not_a_link'],
    ['a'.repeat(4_097), 'too_long'],
  ])('%j is %s', (written, flaw) => {
    expect(readLink(written)).toEqual({ flaw });
  });
});
