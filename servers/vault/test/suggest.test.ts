import { editDistance } from '@ashlar/kit/near';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNote } from '../src/note/parse-note.ts';
import { readLink } from '../src/note/read-link.ts';
import { NameCatalogue } from '../src/resolve/name-catalogue.ts';
import { resolveLink } from '../src/resolve/resolve-link.ts';
import { safePath } from '../src/resolve/safe-path.ts';
import { Suggester } from '../src/resolve/suggest.ts';
import { emptyVault, fileOf, indexOf } from './vault.ts';

const VAULT = {
  ...emptyVault(
    'recipes/Flat Bread.md',
    'archive/Soup.md',
    'image one.png',
    'a/Index.md',
    'b/Index.md',
    'Café.md',
  ),
  'recipes/Lentil soup.md':
    '---\naliases: [Daal, "Red Soup"]\n---\n# Method\n## Step: one\n### Salt\n## Serve\ntext ^rest-1',
};

function suggestions(written: string, from = 'x.md', index = indexOf(VAULT)): [text: string, why: string][] {
  const read = readLink(written);
  if ('flaw' in read) throw new Error(read.flaw);
  const found = resolveLink(index, read.link, from);
  return new Suggester(index).suggest(read.text, read.link, from, found).map(({ text, why }) => [text, why]);
}

describe('suggestions', () => {
  it.each<[written: string, first: [string, string] | undefined]>([
    ['[[Daal]]', ['[[Lentil soup|Daal]]', 'alias']],
    ['[[daal]]', ['[[Lentil soup|Daal]]', 'alias']],
    ['[[Daal|dal]]', ['[[Lentil soup|dal]]', 'alias']],
    ['![[red soup]]', ['![[Lentil soup|Red Soup]]', 'alias']],
    ['[x](Daal.md)', ['[x](Lentil%20soup)', 'alias']],
    ['[[recipes/Soup]]', ['[[Soup]]', 'moved']],
    ['[[./Flat Bread#x|y]]', ['[[Flat Bread|y]]', 'moved']],
    ['[[lentil-soup]]', ['[[Lentil soup]]', 'case']],
    ['[[Cafe]]', ['[[Café]]', 'case']],
    ['[[Lentl soup#Serve]]', ['[[Lentil soup#Serve]]', 'typo']],
    ['[[Flta Bread]]', ['[[Flat Bread]]', 'typo']],
    ['[[image one]]', ['[[image one.png]]', 'typo']],
    ['[x](Flat%20Bred.md "t")', ['[x](Flat%20Bread "t")', 'typo']],
    ['[x](<Flat Bred.md>)', ['[x](<Flat Bread>)', 'typo']],
    ['[[Something else entirely]]', undefined],
    ['[[Lentil soup#Methods]]', ['[[Lentil soup#Method]]', 'typo']],
    ['[[Lentil soup#step-one]]', ['[[Lentil soup#Step: one]]', 'case']],
    ['[[Lentil soup#Serve#Salt]]', ['[[Lentil soup#Salt]]', 'moved']],
    ['[[Lentil soup#Servee|x]]', ['[[Lentil soup#Serve|x]]', 'typo']],
    ['[[Lentil soup#^rest1]]', ['[[Lentil soup#^rest-1]]', 'case']],
    ['[x](Lentil%20soup.md#Steps%20one)', ['[x](Lentil%20soup.md#Step:%20one)', 'typo']],
    ['[[Lentil soup#Nothing of it]]', undefined],
    ['[[Lentil soup]]', undefined],
  ])('for %s', (written, first) => {
    expect(suggestions(written)[0]).toEqual(first);
  });

  it('are three at most, each file once, and lead to one file only', () => {
    expect(suggestions('[[nope/Index]]')).toEqual([
      ['[[a/Index]]', 'moved'],
      ['[[b/Index]]', 'moved'],
    ]);
    const many = indexOf(emptyVault(...Array.from({ length: 9 }, (_, at) => `${at}/Notes ${at}.md`)));
    expect(suggestions('[[Notes]]', 'x.md', many)).toHaveLength(3);
  });

  it('name a heading once, where several have its words', () => {
    const index = indexOf({ 'n.md': '# A\n## Method\n# B\n## Method\n## method!' });
    expect(suggestions('[[n#Methd]]', 'x.md', index)).toEqual([['[[n#Method]]', 'typo']]);
  });

  it('write a bar as a table needs it', () => {
    const index = indexOf(VAULT);
    const text = '| a |\n|---|\n| [[Daal]] |';
    const [link] = parseNote(text).links;
    if (link === undefined) throw new Error('no link');
    const [first] = new Suggester(index).suggest(text, link, 'x.md', resolveLink(index, link, 'x.md'));
    expect(first?.text).toBe('[[Lentil soup\\|Daal]]');
  });

  it('know names that came later, and forget those that went', () => {
    const index = indexOf(VAULT);
    const suggester = new Suggester(index);
    const ask = () => {
      const read = readLink('[[New nane]]');
      if ('flaw' in read) throw new Error(read.flaw);
      const found = resolveLink(index, read.link, 'x.md');
      return suggester.suggest(read.text, read.link, 'x.md', found).map(({ path }) => path);
    };
    expect(ask()).toEqual([]);
    index.put(fileOf('New name.md', ''));
    expect(ask()).toEqual(['New name.md']);
    index.put(fileOf('New name.md', 'other text'));
    expect(ask()).toEqual(['New name.md']);
    index.remove('New name.md');
    index.put(fileOf('z.md', '---\naliases: [New nine]\n---\n'));
    expect(ask()).toEqual(['z.md']);
    index.put(fileOf('z.md', ''));
    expect(ask()).toEqual([]);
    index.put(fileOf('y.md', ''));
    expect(ask()).toEqual([]);
    index.put(fileOf('y.md', '---\naliases: [New name]\n---\n'));
    expect(ask()).toEqual(['y.md']);
  });
});

describe('near names', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é'), maxLength: 8 });

  it('are found as a comparison with each would find them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 12 }), word, (names, wanted) => {
        const index = indexOf(emptyVault(...names.filter((name) => name !== '').map((name) => `${name}.md`)));
        const bare = (text: string) => text.replaceAll('é', 'e');
        const limit = Math.min(4, Math.max(1, Math.floor(wanted.length / 4)));
        const near = names.filter(
          (name) => name !== '' && editDistance(bare(name), bare(wanted), limit) <= limit,
        );
        const found = new NameCatalogue(index).near(wanted, 100).map(({ key }) => key.slice(0, -3));
        expect(found.sort()).toEqual(wanted === '' ? [] : near.map((name) => name.normalize('NFC')).sort());
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the shortest safe text', () => {
  it.each<[path: string, from: string, text: string | undefined]>([
    ['recipes/Flat Bread.md', 'x.md', 'Flat Bread'],
    ['a/Index.md', 'a/x.md', 'a/Index'],
    ['image one.png', 'x.md', 'image one.png'],
  ])('of %s from %s is %s', (path, from, text) => {
    const index = indexOf(VAULT);
    const file = index.get(path);
    expect(file && safePath(index, file, from)).toBe(text);
  });

  it.each<[files: string[], path: string, wiki: string | undefined, markdown: string | undefined]>([
    [['Note.md', 'a/Note.md'], 'Note.md', 'Note', 'Note'],
    [['Note.md', 'a/Note.md'], 'a/Note.md', 'a/Note', 'a/Note'],
    [['b/Note.md', 'a/b/Note.md'], 'b/Note.md', 'b/Note', 'b/Note'],
    [['v1.2.md', 'a/v1.2'], 'v1.2.md', 'v1.2.md', 'v1.2.md'],
    [['a#b.md'], 'a#b.md', undefined, undefined],
    [['a|b.md'], 'a|b.md', undefined, 'a|b'],
    [['a]].md'], 'a]].md', undefined, 'a]]'],
    [['a].md'], 'a].md', 'a].md', 'a]'],
    [['[a.md'], '[a.md', '/[a', '[a'],
    [['^a.md'], '^a.md', '^a', '^a'],
    [[' a.md'], ' a.md', '/ a', '/ a'],
  ])('in %j of %s', (files, path, wiki, markdown) => {
    const index = indexOf(emptyVault(...files));
    const file = index.get(path);
    if (file === undefined) throw new Error('no such file');
    expect(safePath(index, file, 'x.md', 'wiki')).toBe(wiki);
    expect(safePath(index, file, 'x.md', 'markdown')).toBe(markdown);
  });
});
