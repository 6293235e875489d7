import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DeleteOptions, deletePlace } from '../../src/files/write/delete-place.ts';
import { temporaryName } from '../../src/files/write/leftover-name.ts';
import { replaceFile } from '../../src/files/write/replace-file.ts';
import { type Desk, makeDesk, refusalOf } from './write-desk.ts';

let desk: Desk;
beforeEach(() => {
  desk = makeDesk();
});
afterEach(() => desk.remove());

const remove = (name: string, options: Partial<DeleteOptions> = {}) =>
  desk.slot(name, (slot) => deletePlace(slot, { denied: desk.guard.denied, ...options }));

describe('deleting', () => {
  it('removes a file', async () => {
    desk.put('file', '');
    expect(await remove('file')).toEqual({ files: 1, folders: 0 });
    expect(desk.names()).toEqual([]);
  });

  it('removes an empty folder', async () => {
    mkdirSync(desk.path('folder'));
    expect(await remove('folder')).toEqual({ files: 0, folders: 1 });
  });

  it('removes a folder with all that is in it, when told so', async () => {
    for (const name of ['f/a', 'f/b/c', 'f/b/d/e', 'other']) desk.put(name, '');
    mkdirSync(desk.path('f/empty'));
    const error = await refusalOf(remove('f'));
    expect(error).toMatchObject({ code: 'invalid_input', hint: expect.stringContaining('`recursive`') });
    expect(await remove('f', { recursive: true })).toEqual({ files: 3, folders: 4 });
    expect(desk.names()).toEqual(['other']);
  });

  it('removes many entries', async () => {
    mkdirSync(desk.path('f'));
    for (let i = 0; i < 1_000; i++) desk.put(`f/${i}`, '');
    expect(await remove('f', { recursive: true })).toEqual({ files: 1_000, folders: 1 });
  });

  it('waits for a write that is under way', async () => {
    desk.put('file', 'old');
    const write = desk.slot('file', (slot) => replaceFile(slot, () => Buffer.from('new')));
    await Promise.all([write, remove('file')]);
    expect(desk.names()).toEqual([]);
  });

  it('tells what is not there', async () => {
    expect((await refusalOf(remove('missing'))).code).toBe('not_found');
  });

  it('removes links, never what they lead to', async () => {
    desk.put('kept/file', 'precious');
    mkdirSync(desk.path('f'));
    for (const [link, target] of [
      ['link', 'kept/file'],
      ['f/folder', '../kept'],
      ['f/nowhere', 'nowhere'],
    ] as const) {
      symlinkSync(target, desk.path(link));
    }
    expect(await remove('link')).toEqual({ files: 1, folders: 0 });
    expect(await remove('f', { recursive: true })).toEqual({ files: 2, folders: 1 });
    expect(desk.text('kept/file')).toBe('precious');
  });

  it.skipIf(process.platform === 'win32')('removes a FIFO without opening it (needs mkfifo)', async () => {
    mkdirSync(desk.path('f'));
    execFileSync('mkfifo', [desk.path('f/pipe')]);
    expect(await remove('f', { recursive: true })).toMatchObject({ files: 1 });
  });
});

describe('deleting refuses', () => {
  it('the lock of a write', async () => {
    desk.put(temporaryName('x'), '');
    expect((await refusalOf(remove(temporaryName('x')))).code).toBe('invalid_input');
  });

  it('a folder with something protected in it, and deletes nothing of it', async () => {
    for (const name of ['f/a', 'f/deep/.env', 'f/z']) desk.put(name, '');
    const error = await refusalOf(remove('f', { recursive: true }));
    expect(error.code).toBe('forbidden');
    expect(error.message).not.toContain('.env');
    expect(desk.names()).toEqual(['f/', 'f/a', 'f/deep/', 'f/deep/.env', 'f/z']);
  });

  it('what has become protected since it looked', async () => {
    for (const name of ['f/a', 'f/b']) desk.put(name, '');
    let asked = 0;
    const denied = () => ++asked > 2;
    expect((await refusalOf(remove('f', { recursive: true, denied }))).code).toBe('forbidden');
    expect(desk.names()).toEqual(['f/', 'f/a', 'f/b']);
  });

  it('to go on once the caller has gone', async () => {
    mkdirSync(desk.path('f'));
    for (let i = 0; i < 600; i++) desk.put(`f/${i}`, '');
    const stop = new AbortController();
    const denied = () => {
      stop.abort();
      return false;
    };
    const error = await refusalOf(remove('f', { recursive: true, denied, signal: stop.signal }));
    expect(error.code).toBe('cancelled');
    expect(readdirSync(desk.path('f'))).toHaveLength(600);
  });

  it('folders inside one another without end', async () => {
    const deep = `f/${'d/'.repeat(250)}`;
    mkdirSync(desk.path(deep), { recursive: true });
    expect((await refusalOf(remove('f', { recursive: true }))).code).toBe('limited');
    expect(desk.names()).toHaveLength(251);
  });
});

describe('a folder that is exchanged while it is deleted', () => {
  it.skipIf(process.platform !== 'linux')('leads nowhere else (needs descriptors in procfs)', async () => {
    desk.put('kept/deep/file', 'precious');
    desk.put('f/deep/file', '');
    let swapped = false;
    const denied = (relative: string) => {
      // Between looking at the folder and going into it, as an attacker would.
      if (relative === 'f/deep' && !swapped) {
        swapped = true;
        renameSync(desk.path('f/deep'), desk.path('aside'));
        symlinkSync(join(desk.root, 'kept/deep'), desk.path('f/deep'));
      }
      return false;
    };
    await refusalOf(remove('f', { recursive: true, denied }));
    expect(desk.text('kept/deep/file')).toBe('precious');
  });

  it.skipIf(process.platform !== 'linux')('is emptied itself (needs descriptors in procfs)', async () => {
    for (const name of ['kept/a', 'kept/b', 'f/a', 'f/b']) desk.put(name, 'precious');
    let asked = 0;
    const denied = () => {
      // At the first entry of the second round, when the folder is held already.
      if (++asked === 3) {
        renameSync(desk.path('f'), desk.path('aside'));
        symlinkSync(desk.path('kept'), desk.path('f'));
      }
      return false;
    };
    await refusalOf(remove('f', { recursive: true, denied }));
    expect([desk.text('kept/a'), desk.text('kept/b')]).toEqual(['precious', 'precious']);
    expect(readdirSync(desk.path('aside'))).toEqual([]);
  });
});
