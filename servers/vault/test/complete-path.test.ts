import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vaultFile } from '../src/index/vault-file.ts';
import { VaultIndex } from '../src/index/vault-index.ts';
import { fold, nameOf } from '../src/link/fold.ts';
import { PathCompleter } from '../src/resolve/complete-path.ts';
import { PathList } from '../src/resolve/path-list.ts';
import { Suggester } from '../src/resolve/suggest.ts';
import { indexOf } from './vault.ts';

const completerOf = (index: VaultIndex) => new PathCompleter(index, new Suggester(index));

describe('a list of paths', () => {
  const path = fc.stringMatching(/^[aAäÄσς ./b]{1,8}$/u);

  it('finds what a look at each finds, paths before names', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(path, { maxLength: 40 }),
        fc.stringMatching(/^[aAäσς/.]{0,3}$/u),
        (all, typed) => {
          const wanted = fold(typed);
          const byPath = all.filter((one) => fold(one).startsWith(wanted));
          const byName = all.filter((one) => !byPath.includes(one) && nameOf(fold(one)).startsWith(wanted));
          const found = new PathList(all).beginning(typed);
          const named = typed.includes('/') ? [] : byName;
          expect(new Set(found.slice(0, byPath.length))).toEqual(new Set(byPath));
          expect(new Set(found.slice(byPath.length))).toEqual(new Set(named));
          expect(found).toHaveLength(byPath.length + named.length);
        },
      ),
    );
  });

  it('is in one order, however it was given', () => {
    const paths = ['b.md', 'a/x.md', 'B/a.md', 'a.md'];
    expect(new PathList(paths).beginning('')).toEqual(new PathList(paths.toReversed()).beginning(''));
  });
});

describe('a path', () => {
  it('is one of a note or canvas, also of one that came a moment ago', () => {
    const index = indexOf({ 'a.md': '', 'b.canvas': '{}', 'a.png': '', 'a.txt': '' });
    const completer = completerOf(index);
    expect(completer.notes('')).toEqual(['a.md', 'b.canvas']);
    index.put(vaultFile('c.md', undefined));
    index.remove('a.md');
    expect(completer.notes('')).toEqual(['b.canvas', 'c.md']);
  });

  it('of a folder is one that holds notes, at any depth', () => {
    const completer = completerOf(
      indexOf({ 'A/b/c/x.md': '', 'd/x.png': '', 'e/\u202e/x.md': '', 'x.md': '' }),
    );
    expect(completer.folders('')).toEqual(['A', 'A/b', 'A/b/c']);
    expect(completer.folders('c')).toEqual(['A/b/c']);
    expect(completer.folders('a/B')).toEqual(['A/b', 'A/b/c']);
    expect(completer.folders('a'.repeat(5_000))).toEqual([]);
  });

  it('is looked for among 100,000 without sorting them for each letter', () => {
    const index = new VaultIndex();
    for (let at = 0; at < 100_000; at++) index.put(vaultFile(`folder ${at % 100}/note ${at}.md`, undefined));
    const completer = completerOf(index);
    expect(completer.notes('')).toHaveLength(100_000);
    const sort = Array.prototype.sort;
    Array.prototype.sort = () => expect.fail('sorted again');
    try {
      expect(completer.notes('NOTE 9999')).toHaveLength(11);
      expect(completer.notes('folder 7/')).toHaveLength(1_000);
    } finally {
      Array.prototype.sort = sort;
    }
  });
});
