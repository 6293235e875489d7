import type { Vault } from './vault.ts';

export const OLD = 'proj/Old Name.md';
export const NEW = 'proj/New (1).md';

/** One note with one link, from beside or from elsewhere, and how it reads when `OLD` has become `NEW`. */
export const SPELLINGS: [name: string, before: string, after: string][] = [
  ['bare', '[[Old Name]]', '[[New (1)]]'],
  ['in another case', '[[old name]]', '[[New (1)]]'],
  ['with .md', '[[Old Name.md]]', '[[New (1).md]]'],
  ['with a path', '[[proj/Old Name]]', '[[proj/New (1)]]'],
  ['with a path and .md', '[[proj/Old Name.md]]', '[[proj/New (1).md]]'],
  ['from the top', '[[/proj/Old Name]]', '[[/proj/New (1)]]'],
  ['from the note', '[[../proj/Old Name]]', '[[../proj/New (1)]]'],
  ['with display text', '[[Old Name|the old]]', '[[New (1)|the old]]'],
  ['with display text that is the name', '[[Old Name|Old Name]]', '[[New (1)|Old Name]]'],
  ['with a heading', '[[Old Name#Top]]', '[[New (1)#Top]]'],
  ['with nested headings', '[[Old Name#Top#Sub|x]]', '[[New (1)#Top#Sub|x]]'],
  ['with a heading that is not there', '[[Old Name#Nope]]', '[[New (1)#Nope]]'],
  ['with a block', '[[Old Name#^b1]]', '[[New (1)#^b1]]'],
  ['with blanks', '[[ Old Name #Top | x ]]', '[[New (1)#Top | x ]]'],
  ['an embed', '![[Old Name]]', '![[New (1)]]'],
  ['an embed of a block', '![[Old Name#^b1|300]]', '![[New (1)#^b1|300]]'],
  ['in a table', '| a |\n|---|\n| [[Old Name\\|x]] |', '| a |\n|---|\n| [[New (1)\\|x]] |'],
  ['Markdown', '[x](proj/Old%20Name.md)', '[x](proj/New%20%281%29.md)'],
  ['Markdown, bare', '[x](Old%20Name.md)', '[x](New%20%281%29.md)'],
  ['Markdown without .md', '[x](Old%20Name)', '[x](New%20%281%29)'],
  ['Markdown in <>', '[x](<Old Name.md>)', '[x](<New (1).md>)'],
  ['Markdown with a title', '[x](<Old Name.md> "Old Name")', '[x](<New (1).md> "Old Name")'],
  ['Markdown with a heading', '[x](Old%20Name.md#Top%20x)', '[x](New%20%281%29.md#Top%20x)'],
  ['Markdown from the note', '[x](../proj/Old%20Name.md)', '[x](../proj/New%20%281%29.md)'],
  ['Markdown whose label is the name', '[Old Name](Old%20Name.md)', '[New (1)](New%20%281%29.md)'],
  ['Markdown whose label is not quite', '[Old name](Old%20Name.md)', '[Old name](New%20%281%29.md)'],
  ['a Markdown embed', '![x](Old%20Name.md)', '![x](New%20%281%29.md)'],
  ['a reference', '[x][r]\n\n[r]: <Old Name.md> "t"', '[x][r]\n\n[r]: <New (1).md> "t"'],
  ['a property', '---\nup: "[[Old Name]]"\n---\n', '---\nup: "[[New (1)]]"\n---\n'],
  [
    'a property in single quotes',
    "---\nup: '[[Old Name|it''s]]'\n---\n",
    '---\nup: "[[New (1)|it\'s]]"\n---\n',
  ],
  [
    'a list of properties',
    '---\nup:\n  - a\n  - "[[Old Name#Top]]"\n---\n',
    '---\nup:\n  - a\n  - "[[New (1)#Top]]"\n---\n',
  ],
  ['CR LF', 'a\r\n[[Old Name]]\r\nb', 'a\r\n[[New (1)]]\r\nb'],
  ['in a quoted list', '> - [[Old Name]]', '> - [[New (1)]]'],
  ['in a comment of %%', '%%\n[[Old Name]]\n%%', '%%\n[[New (1)]]\n%%'],
  ['twice on a line', '[[Old Name]][[Old Name|a]]', '[[New (1)]][[New (1)|a]]'],
  ['an image as a link', '[![i](a.png)](Old%20Name.md)', '[![i](a.png)](New%20%281%29.md)'],
];

export const UNTOUCHED: [name: string, text: string][] = [
  ['code', '`[[Old Name]]`'],
  ['a fence', '```\n[[Old Name]]\n```'],
  ['a comment', '<!-- [[Old Name]] -->'],
  ['math', '$[[Old Name]]$'],
  ['escaped', '\\[[Old Name]]'],
  ['another name', '[[Old Names]] [[An Old Name]]'],
  ['a wrong folder', '[[nope/Old Name]]'],
  ['an address', '[x](https://example.com/Old%20Name.md)'],
  ['words', 'Old Name proj/Old Name.md'],
];

export const BASE: Vault = { [OLD]: '# Top\n## Sub\ntext ^b1\n\n[[#Top]]', 'a.png': '' };
