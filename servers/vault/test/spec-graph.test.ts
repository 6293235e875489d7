import { describe, expect, it } from 'vitest';
import { incoming, outgoing } from '../src/graph/edges.ts';
import { type Survey, survey } from '../src/graph/survey.ts';
import type { VaultIndex } from '../src/index/vault-index.ts';
import { indexOf } from './vault.ts';

const VAULT = {
  'a.md': '[[b]] [[B#H]] [[#H]] [[Nope]] [[nope]] [x](c/d.md) ![[image.png]]\n# H',
  'b.md': '',
  'c/d.md': '[[Nope#x]] [[a]] [[e]]',
  'c/e.md': '[[../a]]',
  'g/e.md': '[[e]]',
  'lonely#1.md': 'nothing',
  'image.png': '',
  'board.canvas': JSON.stringify({
    nodes: [
      { type: 'file', file: 'b.md' },
      { type: 'text', text: '[[#x]] [[a]]' },
    ],
  }),
};

function surveyOf(index: VaultIndex): Survey {
  const steps = survey(index);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

describe('2.5 the graph', () => {
  const index = indexOf(VAULT);
  const out = (path: string) => {
    const file = index.get(path);
    return file ? [...outgoing(index, file)].map(({ to }) => to.file?.path) : [];
  };
  const back = (path: string) => {
    const file = index.get(path);
    return file ? [...incoming(index, file)].map(({ from, link }) => `${from.path}:${link.line}`) : [];
  };

  it('counts each link, the one to the note itself too', () => {
    expect(out('a.md')).toEqual(['b.md', 'b.md', 'a.md', undefined, undefined, 'c/d.md', 'image.png']);
    expect(out('board.canvas')).toEqual(['b.md', 'board.canvas', 'a.md']);
  });

  it('knows who links to a file, as often as they do', () => {
    expect(back('b.md')).toEqual(['a.md:1', 'a.md:1', 'board.canvas:1']);
    expect(back('a.md')).toEqual(['a.md:1', 'board.canvas:1', 'c/d.md:1', 'c/e.md:1']);
    expect(back('image.png')).toEqual(['a.md:1']);
    expect(back('c/e.md')).toEqual(['c/d.md:1']);
    expect(back('g/e.md')).toEqual(['g/e.md:1']);
    expect(back('lonely#1.md')).toEqual([]);
  });

  it('reports what is missing as it is written, without its subpath', () => {
    const { missing } = surveyOf(index);
    expect(missing.map(({ at, ...counted }) => ({ ...counted, at: `${at.file.path}:${at.line}` }))).toEqual([
      { path: 'Nope', links: 2, files: 2, at: 'c/d.md:1' },
      { path: 'nope', links: 1, files: 1, at: 'a.md:1' },
    ]);
  });

  it('reports orphans (no links to them), dead ends (no links from them), and names that make trouble', () => {
    const { orphans, deadEnds, duplicates, unlinkable, brokenAnchors, ...counts } = surveyOf(index);
    const paths = (files: readonly { path: string }[]) => files.map(({ path }) => path).sort();
    expect(paths(orphans)).toEqual(['g/e.md', 'lonely#1.md']);
    expect(paths(deadEnds)).toEqual(['b.md', 'g/e.md', 'lonely#1.md']);
    expect(paths(duplicates)).toEqual(['c/e.md', 'g/e.md']);
    expect(brokenAnchors.map(({ file, anchor_missing }) => [file.path, anchor_missing])).toEqual([
      ['a.md', 1],
    ]);
    expect(paths(unlinkable)).toEqual(['lonely#1.md']);
    expect(counts).toMatchObject({
      files: 8,
      notes: 6,
      links: 15,
      resolved: 9,
      ambiguous: 2,
      anchorsMissing: 1,
      unresolved: 3,
      duplicateNames: 1,
    });
  });
});
