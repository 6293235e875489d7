import { describe, expect, it } from 'vitest';
import { parseFile } from '../src/note/parse-file.ts';
import { parseNote } from '../src/note/parse-note.ts';
import { linksIn } from './vault.ts';

describe('2.2 where links are found', () => {
  it.each<[place: string, text: string]>([
    ['a heading', '# [[x]]'],
    ['a heading with an underline', '[[x]]\n---\n'],
    ['a list item', '- a\n  - [[x]]'],
    ['a task', '- [ ] [[x]]'],
    ['a paragraph of a list item', '- a\n\n    [[x]]'],
    ['a quote', '> [[x]]'],
    ['a callout', '> [!note] Title\n> [[x]]'],
    ['a table', '| a | b |\n|---|---|\n| 1 | [[x]] |'],
    ['the text of a footnote', 'a[^1]\n\n[^1]: b\n\n    [[x]]'],
    ['a footnote in the line', 'a^[b [[x]]]'],
    ['emphasis', '**a [[x]]**'],
    ['beside a <br>', 'a<br>[[x]]<br/>'],
    ['a comment between %%', 'a %% [[x]] %% b'],
    ['a block between %%', '%%\na\n\n[[x]]\n%%'],
    ['behind a lone backtick', 'a ` [[x]]'],
    ['behind a price', 'it costs $5 or $6, [[x]]'],
    ['behind an escaped dollar', '\\$a [[x]] b$'],
    ['with a lone tag', '#a [[x]]'],
    ['the definition of a reference', '[a]\n\n[a]: x "title"'],
    ['behind a definition that leads out', '[a]: https://example.com\n[b]: x'],
    ['extra brackets', '[[[x]]]'],
    ['the text of a link, which is none then', '[a [[x]] b](c.md)'],
    ['the text of a link that leads out', '[a [[x]] b](https://example.com)'],
    ['behind a broken comment', 'a <!-- b [[x]]'],
    ['a line after a fence', '```\na\n```\n[[x]]'],
    ['after a quoted fence that the quote ends', '> ```\n> a\n[[x]]'],
    ['CR LF', 'a\r\n\r\n- b\r\n  [[x]]\r\n'],
    ['after a list marker that is code in itself', '-     a\n\n[[x]]'],
    ['frontmatter, as a text', '---\nup: "[[x]]"\n---\n'],
    ['frontmatter, in a list', "---\nrelated:\n  - '[[x]]'\n---\n"],
    ['frontmatter, below a list', '---\na:\n  b:\n    - "[[x]]"\n---\n'],
    ['frontmatter, as Markdown', '---\nup: "[a](x)"\n---\n'],
  ])('counts it in %s', (_place, text) => {
    expect(linksIn(text)).toEqual(['x']);
  });

  it.each<[place: string, text: string]>([
    ['a code span', '`[[x]]`'],
    ['a code span of two backticks', '`` a ` [[x]] ``'],
    ['a code span over two lines', '`a\n[[x]]`'],
    ['a fence', '```\n[[x]]\n```'],
    ['a fence of tildes', '~~~ md\n[[x]]\n```\n~~~'],
    ['a fence that is never closed', '```\n[[x]]'],
    ['a fence in a list', '- a\n  ```\n  [[x]]\n  ```'],
    ['a fence in a quote', '> ```\n> [[x]]\n> ```'],
    ['indented code', 'a\n\n    [[x]]'],
    ['indented code behind what is no list', 'a\n2. b\n\n     [[x]]'],
    ['indented code at the start', '\t[[x]]'],
    ['a comment', 'a <!-- [[x]] --> b'],
    ['a comment of its own', '<!--\n\n[[x]]\n-->\n'],
    ['escaped brackets', '\\[\\[x\\]\\]'],
    ['one escaped bracket', '\\[[x]]'],
    ['math', 'a $[[x]]$ b'],
    ['a block of math', '$$\n[[x]]\n$$'],
    ['math of two dollars in the line', 'a $$ [[x]] $$ b'],
    ['a block of HTML', '<div>\n[[x]]\n</div>'],
    ['an attribute', 'a <span title="[[x]]">b</span>'],
    ['a script', '<script>\n\n[[x]]\n</script>'],
    ['frontmatter, with words around', '---\nup: "see [[x]]"\n---\n'],
    ['frontmatter, without quotes', '---\nup: [[x]]\n---\n'],
    ['frontmatter that is no YAML', '---\nup: "[[x]]\n---\n'],
  ])('does not in %s', (_place, text) => {
    expect(linksIn(text)).toEqual([]);
  });

  it('keeps a dollar inside of a link (0.13.28)', () => {
    expect(linksIn('[[US$ a]] and [[CA$ b]]')).toEqual(['US$ a', 'CA$ b']);
    expect(linksIn('it costs $5, see [[US$]] there')).toEqual(['US$']);
  });

  it('knows the key of a property', () => {
    const text = '---\nrelated:\n  - a\n  - "[[x]]"\n---\n';
    expect(parseNote(text).links[0]).toMatchObject({ key: 'related.1', place: 'property', line: 4 });
  });

  it('tells embeds from links, and links around embeds', () => {
    const embeds = (text: string) => parseNote(text).links.map(({ path, embed }) => [path, embed]);
    expect(embeds('![[a.png]] ![b](b.png) [[c]] \\![[d]]')).toEqual([
      ['a.png', true],
      ['b.png', true],
      ['c', false],
      ['d', false],
    ]);
    expect(embeds('[![a](a.png)](b.md)')).toEqual([
      ['b.md', false],
      ['a.png', true],
    ]);
  });

  it('reads file cards and text cards of a canvas', () => {
    const canvas = JSON.stringify({
      nodes: [
        { id: '1', type: 'file', file: 'a/b.md', subpath: '#H' },
        { id: '2', type: 'text', text: 'see "[[x]]"\nand [[../y|z]]' },
        { id: '3', type: 'link', url: 'https://example.com/[[no]]' },
        { id: '4', type: 'group', label: '[[no]]' },
      ],
      edges: [{ id: 'e', fromNode: '1', toNode: '2', label: '[[no]]' }],
    });
    const { links } = parseFile('c.canvas', canvas);
    expect(links.map(({ path, subpath, embed, syntax }) => [path, subpath, embed, syntax])).toEqual([
      ['a/b.md', '#H', true, 'path'],
      ['x', '', false, 'wiki'],
      ['../y', '', false, 'wiki'],
    ]);
    expect(links.map(({ start, end }) => canvas.slice(start, end))).toEqual([
      'a/b.md',
      '[[x]]',
      '[[../y|z]]',
    ]);
    expect(links.map(({ textStart, textEnd }) => canvas.slice(textStart, textEnd))).toEqual([
      'a/b.md',
      'x',
      '../y',
    ]);
    expect(parseFile('c.canvas', '{"nodes":')).toMatchObject({ links: [], broken: true });
  });
});

describe('what else a note says', () => {
  it('has headings at its top only, as they are written', () => {
    const text =
      '# One #\n\nTwo\nlines\n===\n\n> # quoted\n\n- # item\n\n#tag\n####### seven\n##\n## See [[Other]] #x';
    expect(parseNote(text).headings).toEqual([
      { text: 'One', level: 1, line: 1 },
      { text: 'Two lines', level: 1, line: 3 },
      { text: '', level: 2, line: 13 },
      { text: 'See [[Other]] #x', level: 2, line: 14 },
    ]);
  });

  it('has block ids, and knows where their blocks begin', () => {
    const text = [
      'text ^one',
      '',
      'two',
      'lines ^two-2',
      '',
      '- a ^item',
      '- b',
      '',
      '^list',
      '',
      '| a |',
      '|---|',
      '| b |',
      '^table',
      '',
      '`^no`',
      'not^this',
      '',
      '## Head ^head',
    ].join('\n');
    expect(parseNote(text).blocks).toEqual([
      { id: 'one', line: 1, idLine: 1 },
      { id: 'two-2', line: 3, idLine: 4 },
      { id: 'item', line: 6, idLine: 6 },
      { id: 'list', line: 6, idLine: 9 },
      { id: 'table', line: 11, idLine: 14 },
      { id: 'head', line: 19, idLine: 19 },
    ]);
  });

  it('has tags, footnotes and aliases', () => {
    const text =
      '---\naliases: [One, "Two, three"]\ntags:\n- a\n- "#b"\n---\n#c/d-e a#no #123 #ü1 `#no` (#no)\n\n[^n]: x';
    const note = parseNote(text);
    expect(note.aliases).toEqual([]);
    expect(note.broken).toBe(true);
    expect(parseNote(text.replace('Two, three', 'Two')).aliases).toEqual(['One', 'Two']);
    const { tags, footnotes } = parseNote(text.replace('Two, three', 'Two'));
    expect(tags.map(({ name }) => name)).toEqual(['a', 'b', 'c/d-e', 'ü1']);
    expect(footnotes).toEqual([{ id: 'n', line: 9, idLine: 9 }]);
  });

  it('says where a row of a table is', () => {
    const { links } = parseNote('[[a]]\n\n| [[b\\|x]] |\n|:-:|\n| [[c]] |\n\n[[d]]');
    expect(links.map(({ path, inTable }) => [path, inTable])).toEqual([
      ['a', false],
      ['b', true],
      ['c', true],
      ['d', false],
    ]);
  });
});
