import {
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { claimName, isLeftover, STALE_MS, temporaryName } from '../../src/files/write/leftover-name.ts';
import { cleanLeftovers } from '../../src/files/write/leftovers.ts';
import { removeStale } from '../../src/files/write/stale.ts';
import { type Desk, makeDesk } from './write-desk.ts';

/** What another process does between the moment a file was found stale and the moment it is claimed. */
const meanwhile = vi.hoisted(() => ({ act: () => {} }));
vi.mock(import('../../src/files/write/create-new.ts'), async (original) => {
  const module = await original();
  return {
    ...module,
    tryCreateNew(path, mode) {
      meanwhile.act();
      return module.tryCreateNew(path, mode);
    },
  };
});

let desk: Desk;
beforeEach(() => {
  desk = makeDesk();
  meanwhile.act = () => {};
});
afterEach(() => desk.remove());

const LEFTOVER = temporaryName('file');
const leave = (name: string, ageMs = STALE_MS * 2) => {
  desk.put(name, 'half');
  utimesSync(desk.path(name), new Date(), new Date(Date.now() - ageMs));
};

describe('names of temporary files', () => {
  it('are known', () => {
    expect(isLeftover(temporaryName('any name'))).toBe(true);
    expect(isLeftover(claimName(temporaryName('x'), 123n, 1_700_000_000_000_000_000n))).toBe(true);
    expect(temporaryName('a')).not.toBe(temporaryName('b'));
    expect(temporaryName('a')).toBe(temporaryName('a'));
  });

  it.each([
    '.ashlar.tmp',
    '.ashlar-notes.tmp',
    'x.ashlar-0123456789abcdef.tmp',
    '.ashlar-0123456789abcdef.tmp~',
  ])('are not like %s', (name) => expect(isLeftover(name)).toBe(false));
});

describe('a stale temporary file', () => {
  it('is removed, and nothing else is left', () => {
    leave(LEFTOVER);
    expect(removeStale(desk.root, LEFTOVER)).toBe(true);
    expect(desk.names()).toEqual([]);
  });

  it('is not touched while it is young, a link or a folder', () => {
    leave(LEFTOVER, STALE_MS / 2);
    expect(removeStale(desk.root, LEFTOVER)).toBe(false);
    unlinkSync(desk.path(LEFTOVER));
    leave('target');
    symlinkSync('target', desk.path(LEFTOVER));
    expect(removeStale(desk.root, LEFTOVER, Date.now() + 1e9)).toBe(false);
    unlinkSync(desk.path(LEFTOVER));
    mkdirSync(desk.path(LEFTOVER));
    expect(removeStale(desk.root, LEFTOVER, Date.now() + 1e9)).toBe(false);
    expect(removeStale(desk.root, temporaryName('missing'))).toBe(false);
  });

  it('is not removed by two', () => {
    leave(LEFTOVER);
    const { ino, mtimeNs } = lstatSync(desk.path(LEFTOVER), { bigint: true });
    const claim = claimName(LEFTOVER, ino, mtimeNs);
    desk.put(claim, '');
    expect(removeStale(desk.root, LEFTOVER)).toBe(false);
    expect(desk.names()).toEqual([claim, LEFTOVER].sort());
  });

  it('is removed at the next look where whoever claimed it was killed before they did', () => {
    leave(LEFTOVER);
    const { ino, mtimeNs } = lstatSync(desk.path(LEFTOVER), { bigint: true });
    leave(claimName(LEFTOVER, ino, mtimeNs));
    expect(removeStale(desk.root, LEFTOVER)).toBe(false);
    expect(desk.names()).toEqual([LEFTOVER]);
    expect(removeStale(desk.root, LEFTOVER)).toBe(true);
    expect(desk.names()).toEqual([]);
  });

  it('is not taken for the lock that another process has made since', () => {
    leave(LEFTOVER);
    meanwhile.act = () => {
      unlinkSync(desk.path(LEFTOVER));
      writeFileSync(desk.path('fresh'), 'theirs');
      renameSync(desk.path('fresh'), desk.path(LEFTOVER));
    };
    expect(removeStale(desk.root, LEFTOVER)).toBe(false);
    expect(desk.text(LEFTOVER)).toBe('theirs');
    expect(desk.names()).toEqual([LEFTOVER]);
  });
});

describe('cleaning', () => {
  it('removes what killed processes left, in folders below the roots', async () => {
    leave(LEFTOVER);
    leave(`a/b/${temporaryName('other')}`);
    leave(`a/${temporaryName('young')}`, 1_000);
    desk.put('a/.ashlar-mine.tmp', 'not ours');
    leave('a/.ashlar-mine.tmp');
    expect(await cleanLeftovers(desk.guard, [desk.root])).toBe(2);
    expect(desk.names()).toEqual(['a/', 'a/.ashlar-mine.tmp', `a/${temporaryName('young')}`, 'a/b/'].sort());
  });

  it('goes no further than it may', async () => {
    for (let i = 0; i < 10; i++) leave(`folder${i}/${LEFTOVER}`);
    expect(await cleanLeftovers(desk.guard, [desk.root], { mostFolders: 4 })).toBe(3);
  });

  it('follows no links and needs no rights', async () => {
    const outside = makeDesk();
    try {
      writeFileSync(outside.path(LEFTOVER), 'half');
      utimesSync(outside.path(LEFTOVER), 1, 1);
      symlinkSync(outside.root, desk.path('link'));
      expect(await cleanLeftovers(desk.guard, [desk.root, outside.root, 'missing', '.git'])).toBe(0);
      expect(existsSync(outside.path(LEFTOVER))).toBe(true);
    } finally {
      outside.remove();
    }
  });
});
