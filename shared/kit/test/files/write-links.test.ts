import { renameSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Slot } from '../../src/files/guard/guard.ts';
import { movePlace } from '../../src/files/write/move-place.ts';
import { replaceFile } from '../../src/files/write/replace-file.ts';
import { type Desk, makeDesk, refusalOf } from './write-desk.ts';

/** What happens when a hard link is made. */
const disk = vi.hoisted(() => ({ link: (_from: string, _really: () => void) => {} }));
vi.mock(import('node:fs'), async (original) => {
  const fs = await original();
  return { ...fs, linkSync: (from, to) => disk.link(String(from), () => fs.linkSync(from, to)) };
});

/** As on FAT, exFAT and some network disks. */
const refuse = () => {
  throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM', syscall: 'link' });
};

let desk: Desk;
beforeEach(() => {
  desk = makeDesk();
});
afterEach(() => desk.remove());

const create = (name: string, make: () => Buffer) => desk.slot(name, (slot) => replaceFile(slot, make));
const move = (from: string, to: string, before: (from: Slot, to: Slot) => void = () => {}) =>
  desk.slot(from, (source) =>
    desk.slot(to, async (target) => {
      before(source, target);
      return movePlace(source, target, { denied: () => false });
    }),
  );

describe('on a disk without hard links', () => {
  beforeEach(() => {
    disk.link = refuse;
  });

  it('files are created, never over another', async () => {
    await create('file', () => Buffer.from('text'));
    expect(desk.text('file')).toBe('text');
    const late = () => {
      desk.put('other', 'theirs');
      return Buffer.from('ours');
    };
    expect((await refusalOf(create('other', late))).code).toBe('conflict');
    expect([desk.text('other'), desk.names()]).toEqual(['theirs', ['file', 'other']]);
  });

  it('files are moved, never over another', async () => {
    desk.put('a', 'text');
    await move('a', 'b');
    expect([desk.text('b'), desk.names()]).toEqual(['text', ['b']]);
    const late = move('b', 'c', (_, to) => writeFileSync(to.path, 'theirs'));
    expect((await refusalOf(late)).code).toBe('conflict');
    expect([desk.text('b'), desk.text('c')]).toEqual(['text', 'theirs']);
  });
});

describe('on a disk with hard links', () => {
  const exchange = (path: string) => {
    renameSync(path, `${path}-old`);
    writeFileSync(path, 'theirs');
  };

  it('a file that is exchanged at the very moment of linking is not moved', async () => {
    desk.put('a', 'ours');
    disk.link = (from, really) => {
      exchange(from);
      really();
    };
    expect((await refusalOf(move('a', 'b'))).code).toBe('conflict');
    expect(desk.names()).toEqual(['a', 'a-old']);
  });

  it('what takes the old name right after it is not deleted', async () => {
    desk.put('a', 'ours');
    disk.link = (from, really) => {
      really();
      exchange(from);
    };
    await move('a', 'b');
    expect([desk.text('a'), desk.text('b')]).toEqual(['theirs', 'ours']);
  });
});
