import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outgoing } from '../src/graph/edges.ts';
import type { VaultIndex } from '../src/index/vault-index.ts';
import { isRead } from '../src/note/parse-file.ts';
import * as any from './arbitrary.ts';
import { planFor, renamed } from './renamed.ts';
import { emptyVault, indexOf, type Vault } from './vault.ts';

const OLD = 'proj/Old Name.md';
const NEW = 'proj/New (1).md';

/** One note with one link, from beside or from elsewhere, and how it reads when `OLD` has become `NEW`. */
const SPELLINGS: [name: string, before: string, after: string][] = [
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

const UNTOUCHED: [name: string, text: string][] = [
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

const BASE: Vault = { [OLD]: '# Top\n## Sub\ntext ^b1\n\n[[#Top]]', 'a.png': '' };

describe('2.6 a rename', () => {
  it.each(SPELLINGS)('keeps the style: %s', (_name, before, after) => {
    const vault = { ...BASE, 'other/src.md': before };
    const plan = planFor(vault, [{ from: OLD, to: NEW }]);
    expect(renamed(vault, plan)['other/src.md']).toBe(after);
    expect(plan.unlinkable).toEqual([]);
    expect(leads(indexOf(renamed(vault, plan)))).toEqual(leads(indexOf(vault), { [OLD]: NEW }));
  });

  it.each(UNTOUCHED)('leaves alone: %s', (_name, text) => {
    const plan = planFor({ ...BASE, 'other/src.md': text }, [{ from: OLD, to: NEW }]);
    expect(plan.files).toEqual([]);
  });

  it('rewrites cards of a canvas, and nothing else in it', () => {
    const canvas = `{"nodes": [ {"file":"${OLD}","subpath":"#Top"},\t{"text":"\\u0041 \\"[[Old Name|x]]\\"\\n"} ], "z": 1.0}`;
    const vault = { ...BASE, 'c.canvas': canvas };
    const after = renamed(vault, planFor(vault, [{ from: OLD, to: 'proj/"q".md' }]))['c.canvas'];
    expect(after).toBe(canvas.replace(OLD, 'proj/\\"q\\".md').replace('Old Name', '\\"q\\"'));
  });

  it('says where and why', () => {
    const [file] = planFor({ ...BASE, 'x.md': 'a\nb [[Old Name|c]]' }, [{ from: OLD, to: NEW }]).files;
    expect(file).toEqual({
      path: 'x.md',
      edits: [
        {
          start: 6,
          end: 14,
          text: 'New (1)',
          line: 2,
          reason: 'follows',
          before: '[[Old Name|c]]',
          after: '[[New (1)|c]]',
        },
      ],
    });
  });

  it.each<[name: string, vault: Vault, from: string, to: string, after: Vault, reason: string]>([
    [
      'the new name would take links of another',
      { ...emptyVault('aaaa/X.md', 'b/Y.md'), 'src.md': '[[X]]' },
      'b/Y.md',
      'b/X.md',
      { 'src.md': '[[aaaa/X]]' },
      'captured',
    ],
    [
      'the new name would be one of two',
      { ...emptyVault('a/X.md', 'bbb/Y.md'), 'src.md': '[[X|x]]' },
      'bbb/Y.md',
      'bbb/X.md',
      { 'src.md': '[[a/X|x]]' },
      'ambiguous',
    ],
    [
      'the new name needs its folder',
      { ...emptyVault('a/X.md', 'b/Y.md'), 'src.md': '[[Y#h]]' },
      'b/Y.md',
      'b/X.md',
      { 'src.md': '[[b/X#h]]' },
      'follows',
    ],
    [
      'a file without extension shadows a name with a dot',
      { ...emptyVault('a/v1.2.md', 'b/x'), 'src.md': '[[v1.2]]' },
      'b/x',
      'b/v1.2',
      { 'src.md': '[[v1.2.md]]' },
      'captured',
    ],
    [
      'a note moves away from what its link is seen from',
      { ...emptyVault('a/X.md'), 'a/src.md': '[[./X]]' },
      'a/src.md',
      'b/c/src.md',
      { 'b/c/src.md': '[[../../a/X]]' },
      'lost',
    ],
    [
      'a note moves to another folder, and its links would mean other notes',
      { ...emptyVault('a/X.md', 'bbb/X.md'), 'a/src.md': '[[X]]' },
      'a/src.md',
      'bbb/src.md',
      { 'bbb/src.md': '[[a/X]]' },
      'captured',
    ],
  ])('where %s', (_name, vault, from, to, after, reason) => {
    const plan = planFor(vault, [{ from, to }]);
    expect(renamed(vault, plan)).toMatchObject(after);
    expect(plan.files.flatMap(({ edits }) => edits.map((edit) => edit.reason))).toEqual([reason]);
  });

  it('says which links it cannot keep', () => {
    const plan = planFor({ ...BASE, 'x.md': '[[Old Name]]' }, [{ from: OLD, to: 'proj/A#B.md' }]);
    expect(plan).toMatchObject({ files: [], unlinkable: [{ path: 'x.md', line: 1, link: '[[Old Name]]' }] });
  });

  it('says which files it cannot read', () => {
    const vault = { ...BASE, 'x.md': '[[Old Name]]' };
    const plan = planFor({}, [{ from: OLD, to: NEW }], indexOf(vault));
    expect(plan).toMatchObject({ files: [], unreadable: [OLD, 'x.md'] });
  });

  it('leaves a link alone that waited for the new name', () => {
    const vault = { ...BASE, 'x.md': '[[Wanted]]' };
    expect(planFor(vault, [{ from: OLD, to: 'proj/Wanted.md' }]).files).toEqual([]);
  });

  it('moves a folder at once', () => {
    const vault = {
      'f/a.md': '[[b]] [[./b]] [[f/b]] [x](../c.md)',
      'f/b.md': '[[../c]]',
      'c.md': '[[f/a]] [[a]] [[./f/b#x]]',
    };
    const moves = [
      { from: 'f/a.md', to: 'g/h/a.md' },
      { from: 'f/b.md', to: 'g/h/b.md' },
    ];
    expect(renamed(vault, planFor(vault, moves))).toEqual({
      'g/h/a.md': '[[b]] [[./b]] [[g/h/b]] [x](../../c.md)',
      'g/h/b.md': '[[../../c]]',
      'c.md': '[[g/h/a]] [[a]] [[./g/h/b#x]]',
    });
  });

  it('leaves every link of any vault leading where it led', () => {
    fc.assert(
      fc.property(any.vault, fc.nat(), any.path, (vault, pick, to) => {
        const paths = Object.keys(vault);
        const from = paths[pick % paths.length] as string;
        // A note that becomes something else has no links any more.
        if (to in vault || isRead(from) !== isRead(to)) return;
        const before = indexOf(vault);
        const plan = planFor(vault, [{ from, to }], before);
        if (plan.unlinkable.length > 0) return;
        const after = indexOf(renamed(vault, plan));
        const was = leads(before, { [from]: to });
        const is = leads(after);
        for (const [at, one] of was.entries()) {
          // A link that led nowhere may have found its note.
          if (one.to !== undefined) expect(is[at]).toEqual(one);
          else expect(is[at]?.from).toBe(one.from);
        }
        expect(is).toHaveLength(was.length);
      }),
      { numRuns: 3_000 },
    );
  });
});

/** Where each link leads, with paths as they are after a rename. */
function leads(index: VaultIndex, moved: Record<string, string> = {}) {
  const now = (path: string | undefined) => (path === undefined ? path : (moved[path] ?? path));
  return [...index.files()]
    .flatMap((file) =>
      [...outgoing(index, file)].map(({ from, to, link }, at) => ({
        from: now(from.path) as string,
        at,
        to: now(to.file?.path),
        subpath: link.subpath,
      })),
    )
    .sort((a, b) => (a.from === b.from ? a.at - b.at : a.from < b.from ? -1 : 1));
}
