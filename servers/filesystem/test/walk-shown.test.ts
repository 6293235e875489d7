import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linkTarget } from '../src/walk/link-target.ts';
import { list, makeFolder, names } from './walk-tree.ts';

const DEEP = Number.POSITIVE_INFINITY;

describe('what is never shown', () => {
  const tree = {
    '.env': '',
    '.env.example': '',
    '.ashlar-0123456789abcdef.tmp': '',
    '.git/config': '',
    'keys/.ssh/id_rsa': '',
    'keys/mine.secret': '',
    'keys/open.txt': '',
  };
  const shown = ['.env.example', 'keys', 'keys/open.txt'];

  it('is what deny rules protect, with or without `all`, and it is not counted', () => {
    const folder = makeFolder(tree);
    for (const all of [false, true]) {
      const found = list(folder, { depth: DEEP, all }, { rules: { deny: ['*.secret'] } });
      expect(names(found)).toEqual(shown);
      expect(found.skipped).toEqual({});
      expect(found.total).toBe(shown.length);
    }
  });

  it('is the inside of .git, even where rules allow it, but with `all`', () => {
    const folder = makeFolder(tree);
    const rules = { allow: ['.git/**'], deny: ['*.secret'] };
    expect(names(list(folder, { depth: DEEP }, { rules }))).toEqual(shown);
    expect(names(list(folder, { depth: DEEP, all: true }, { rules }))).toContain('.git/config');
  });

  it('is what an unfinished write leaves, even where rules allow it', () => {
    const folder = makeFolder(tree);
    expect(names(list(folder, { depth: DEEP, all: true }, { rules: { allow: ['**/*'] } }))).not.toContain(
      '.ashlar-0123456789abcdef.tmp',
    );
  });
});

describe('links', () => {
  it('are listed and never followed', () => {
    const outside = makeFolder({ 'secret.txt': '' });
    const folder = makeFolder({ 'real/file': '' });
    symlinkSync(outside, join(folder, 'away'));
    symlinkSync('real', join(folder, 'near'));
    const found = list(folder, { depth: DEEP });
    expect(names(found)).toEqual(['away', 'near', 'real', 'real/file']);
    expect(JSON.stringify(found)).not.toContain(outside);
  });

  const roots = [
    { name: 'one', real: '/r/one' },
    { name: 'two', real: '/r/two' },
  ];
  const denied = (path: string) => path === 'a/.env' || path === '.env';
  it.skipIf(process.platform === 'win32').each([
    ['b', 'b'],
    ['./b/', './b/'],
    ['../b', '../b'],
    ['..', '..'],
    ['../..', '(outside)'],
    ['../../one/b', 'one/b'],
    ['../../two', 'two'],
    ['../../two/x', 'two/x'],
    ['../../twofold', '(outside)'],
    ['/r/one/a/b', 'one/a/b'],
    ['/r/one', 'one'],
    ['/r', '(outside)'],
    ['/etc/passwd', '(outside)'],
    ['/r/one/../three', '(outside)'],
    ['.env', '(protected)'],
    ['.env/', '(protected)'],
    ['/r/two/.env', '(protected)'],
    ['//r/one/b', 'one/b'],
  ])('that say %j are shown as %j (not Windows)', (text, shown) => {
    expect(linkTarget(text, 'a/', '/r/one', roots, denied)).toBe(shown);
  });

  it.skipIf(process.platform === 'win32')(
    'are named without the root where there is one only (not Windows)',
    () => {
      const [only] = roots;
      expect(linkTarget('/r/one/a', '', '/r/one', only ? [only] : [], denied)).toBe('a');
      expect(linkTarget('/r/one', '', '/r/one', only ? [only] : [], denied)).toBe('.');
    },
  );
});
