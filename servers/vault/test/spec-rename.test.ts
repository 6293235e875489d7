import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRead } from '../src/note/parse-file.ts';
import * as any from './arbitrary.ts';
import { leads } from './leads.ts';
import { planFor, renamed } from './renamed.ts';
import { BASE, NEW, OLD, SPELLINGS, UNTOUCHED } from './spellings.ts';
import { emptyVault, indexOf, type Vault } from './vault.ts';

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
          link: 4,
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
