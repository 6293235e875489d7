import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ToolError } from '../../src/errors.ts';
import type { Slot } from '../../src/files/guard/guard.ts';
import { contentVersion, WHOLE_LIMIT } from '../../src/files/text/version.ts';
import { keepAttributes, startAsCopy } from '../../src/files/write/attributes.ts';
import { diskFailure } from '../../src/files/write/disk-failure.ts';
import { isLeftover, temporaryName } from '../../src/files/write/leftover-name.ts';
import { takeLock } from '../../src/files/write/lock.ts';
import { placeNew, renameOverPlaceholder } from '../../src/files/write/place-new.ts';
import {
  type Make,
  type Replaced,
  type ReplaceOptions,
  replaceFile,
} from '../../src/files/write/replace-file.ts';
import { type Desk, makeDesk, refusalOf } from './write-desk.ts';

let desk: Desk;
beforeEach(() => {
  desk = makeDesk();
});
afterEach(() => desk.remove());

const bytes = (text: string) => Buffer.from(text);
const put = (name: string, text: string, options?: ReplaceOptions) => make(name, () => bytes(text), options);
const make = (name: string, maker: Make, options?: ReplaceOptions): Promise<Replaced> =>
  desk.slot(name, (slot) => replaceFile(slot, maker, options));

describe('creating and replacing', () => {
  it('creates a file', async () => {
    expect(await put('new.txt', 'hello')).toEqual({
      version: contentVersion(bytes('hello')),
      size: 5,
      changed: true,
      attributesKept: true,
    });
    expect(desk.names()).toEqual(['new.txt']);
    expect(desk.text('new.txt')).toBe('hello');
    expect(statSync(desk.path('new.txt')).mode & 0o777).toBe(0o666 & ~process.umask());
  });

  it('replaces one by what is made of it', async () => {
    desk.put('file', 'one');
    const replaced = await make('file', (current, stat) => {
      expect(stat?.size).toBe(3n);
      return Buffer.concat([current as Buffer, bytes(' two')]);
    });
    expect(replaced.before).toEqual({ version: contentVersion(bytes('one')), size: 3 });
    expect(desk.text('file')).toBe('one two');
    expect(desk.names()).toEqual(['file']);
  });

  it('never writes into the file that is there: who has it open keeps what was', async () => {
    desk.put('file', 'old');
    linkSync(desk.path('file'), desk.path('other-name'));
    await put('file', 'new');
    expect([desk.text('file'), desk.text('other-name')]).toEqual(['new', 'old']);
  });

  it('leaves a file alone that would stay the same', async () => {
    desk.put('file', 'same');
    const before = lstatSync(desk.path('file'), { bigint: true });
    expect(await put('file', 'same')).toMatchObject({ changed: false, size: 4 });
    expect(lstatSync(desk.path('file'), { bigint: true })).toMatchObject({
      ino: before.ino,
      mtimeNs: before.mtimeNs,
    });
  });

  it('leaves everything as it was where making fails', async () => {
    desk.put('file', 'old');
    const fail = () => {
      throw new RangeError('no');
    };
    await expect(make('file', fail)).rejects.toBeInstanceOf(RangeError);
    expect(desk.names()).toEqual(['file']);
    expect(desk.text('file')).toBe('old');
  });

  it('replaces files of any size where their bytes are not needed', async () => {
    desk.put('file', Buffer.alloc(WHOLE_LIMIT + 1));
    const error = await refusalOf(put('file', 'small'));
    expect(error.code).toBe('limited');
    const made = await put('file', 'small', { needsCurrent: false });
    expect(made.before).toMatchObject({ size: WHOLE_LIMIT + 1, version: expect.stringMatching(/^~/) });
    expect(desk.text('file')).toBe('small');
  });

  it('refuses to make files that are too large', async () => {
    expect((await refusalOf(put('file', 'four', { maxBytes: 3 }))).code).toBe('limited');
    expect(desk.names()).toEqual([]);
  });
});

describe('a failing disk', () => {
  it.each([
    ['ENOSPC', 'unavailable', 'does not fit on the disk'],
    ['EROFS', 'forbidden', 'can only be read'],
    ['EIO', 'unavailable', 'the disk failed'],
  ])('is reported without the words of the system: %s', (code, kind, words) => {
    const cause = Object.assign(new Error(`${code}: write '/home/secret/file'`), { code, syscall: 'write' });
    const error = diskFailure(cause, 'file') as ToolError;
    expect(error).toMatchObject({ code: kind, cause });
    expect(error.message).toContain(words);
    expect(error.message + error.hint).not.toContain('secret');
  });

  it('does not hide a fault of ours', () => {
    const fault = new TypeError('x is undefined');
    expect(diskFailure(fault, 'file')).toBe(fault);
  });
});

describe('what was expected', () => {
  it.each<[string, ReplaceOptions, string]>([
    ['a file that must not be there', { mustNotExist: true }, 'conflict'],
    ['a file in another version', { ifVersion: 'AAAAAAAAAA' }, 'conflict'],
  ])('%s', async (_name, options, code) => {
    desk.put('file', 'old');
    const error = await refusalOf(put('file', 'new', options));
    expect(error.code).toBe(code);
    expect(error.message + error.hint).toContain(contentVersion(bytes('old')));
    expect(desk.text('file')).toBe('old');
  });

  it.each<[string, ReplaceOptions]>([
    ['a file that must be there', { mustExist: true }],
    ['a file in a version', { ifVersion: 'AAAAAAAAAA' }],
  ])('%s, and there is none', async (_name, options) => {
    expect((await refusalOf(put('file', 'new', options))).code).toBe('not_found');
    expect(desk.names()).toEqual([]);
  });

  it('the version that is there', async () => {
    const { version } = await put('file', 'one');
    const next = await put('file', 'two', { ifVersion: version });
    expect(next.before?.version).toBe(version);
  });

  it('the version of a large file, by its state', async () => {
    desk.put('file', Buffer.alloc(WHOLE_LIMIT + 1));
    const big = { needsCurrent: false, maxBytes: 2 * WHOLE_LIMIT };
    const grown = Buffer.alloc(WHOLE_LIMIT + 2);
    const { version } = await make('file', () => grown, big);
    expect(version).toMatch(/^~/);
    utimesSync(desk.path('file'), 1, 1);
    expect((await refusalOf(put('file', 'x', { ...big, ifVersion: version }))).code).toBe('conflict');
    const now = await refusalOf(put('file', 'x', { mustNotExist: true, needsCurrent: false }));
    const current = /version (\S+)\)/.exec(now.hint ?? '')?.[1] as string;
    await put('file', 'x', { ...big, ifVersion: current });
    expect(desk.text('file')).toBe('x');
  });
});

describe('what is no file', () => {
  it.each<[string, (path: string) => void, string]>([
    ['a folder', (path) => mkdirSync(path), 'invalid_input'],
    ['a link', (path) => symlinkSync('target', path), 'conflict'],
    ['a link to nowhere', (path) => symlinkSync('nowhere', path), 'conflict'],
  ])('%s is not replaced', async (_name, create, code) => {
    desk.put('target', 'untouched');
    create(desk.path('thing'));
    expect((await refusalOf(put('thing', 'new'))).code).toBe(code);
    expect(desk.text('target')).toBe('untouched');
    expect(desk.names().filter(isLeftover)).toEqual([]);
    expect(lstatSync(desk.path('thing')).isFile()).toBe(false);
  });

  it.skipIf(process.platform === 'win32')(
    'a FIFO is neither opened nor replaced (needs mkfifo)',
    async () => {
      execFileSync('mkfifo', [desk.path('pipe')]);
      expect((await refusalOf(put('pipe', 'new'))).code).toBe('forbidden');
      expect(lstatSync(desk.path('pipe')).isFIFO()).toBe(true);
    },
  );

  it.skipIf(process.platform === 'win32')('a socket is not opened either', async () => {
    const server = createServer().listen(desk.path('socket'));
    await once(server, 'listening');
    expect((await refusalOf(put('socket', 'new'))).code).toBe('forbidden');
    server.close();
  });

  it('names of temporary files are not for callers', async () => {
    expect((await refusalOf(put(temporaryName('x'), 'new'))).code).toBe('invalid_input');
  });

  it('messages show the path as the guard does, fit for one line', async () => {
    const error = await refusalOf(put('a\n\u202eb', 'x', { mustExist: true }));
    expect(error.message).toBe('"a⟦U+000A⟧⟦U+202E⟧b" does not exist.');
  });
});

describe('changes of somebody else', () => {
  const meanwhile: [string, (path: string) => void][] = [
    ['writes to it', (path) => appendFileSync(path, 'more')],
    [
      'writes as much and sets the time back',
      (path) => {
        const { atime, mtime } = statSync(path);
        writeFileSync(path, 'OLD');
        utimesSync(path, atime, mtime);
      },
    ],
    [
      'puts another file in its place',
      (path) => {
        writeFileSync(`${path}.new`, 'old');
        renameSync(`${path}.new`, path);
      },
    ],
    ['deletes it', (path) => unlinkSync(path)],
    ['changes its rights', (path) => chmodSync(path, 0o640)],
  ];

  it.each(meanwhile)('are not lost where a program %s', async (_name, act) => {
    desk.put('file', 'old');
    const error = await refusalOf(
      make('file', () => {
        act(desk.path('file'));
        return bytes('new');
      }),
    );
    expect(error).toMatchObject({ code: 'conflict', retryable: true });
    expect(existsSync(desk.path('file')) ? desk.text('file') : '').not.toBe('new');
    expect(desk.names().filter(isLeftover)).toEqual([]);
  });

  it('are not lost where a program creates the file', async () => {
    const create = () => {
      desk.put('file', 'theirs');
      return bytes('ours');
    };
    expect((await refusalOf(make('file', create, { mustNotExist: true }))).code).toBe('conflict');
    expect((await refusalOf(make('file', create))).code).toBe('conflict');
    expect(desk.text('file')).toBe('theirs');
    expect(desk.names()).toEqual(['file']);
  });

  it('are seen where the file goes while the lock is taken: a new one would have the rights of a secret', async () => {
    desk.put('file', 'old');
    let looks = 0;
    const act = desk.slot('file', (slot) => {
      const vanishing = {
        ...slot,
        get path() {
          if (++looks === 2) unlinkSync(slot.path);
          return slot.path;
        },
      };
      return replaceFile(vanishing, () => bytes('new'));
    });
    expect((await refusalOf(act)).code).toBe('conflict');
    expect(desk.names()).toEqual([]);
  });

  it('are not lost where a process took over the lock', async () => {
    desk.put('file', 'old');
    const lock = desk.path(temporaryName('file'));
    const takeOver = () => {
      unlinkSync(lock);
      writeFileSync(lock, 'half of theirs');
      return bytes('ours');
    };
    expect((await refusalOf(make('file', takeOver))).code).toBe('conflict');
    expect(desk.text('file')).toBe('old');
    expect(readFileSync(lock, 'utf8')).toBe('half of theirs');
  });

  it('do not slip in before or after: the lock is taken before the file is read', async () => {
    desk.put('file', '');
    const seen: boolean[] = [];
    await make('file', (current) => {
      seen.push(existsSync(desk.path(temporaryName('file'))));
      return Buffer.concat([current as Buffer, bytes('x')]);
    });
    expect(seen).toEqual([true]);
  });
});

describe('many at once', () => {
  it('edits of one file all land, in the order they came', async () => {
    desk.put('file', '');
    const add = (i: number) =>
      make('file', (current) => Buffer.concat([current as Buffer, bytes(`${i}\n`)]), {});
    await Promise.all(Array.from({ length: 30 }, (_, i) => add(i)));
    const numbers = desk.text('file').trim().split('\n').map(Number);
    expect(numbers).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(desk.names()).toEqual(['file']);
  });

  it('only one of many creates a file', async () => {
    const all = Array.from({ length: 10 }, (_, i) => put('file', `${i}`, { mustNotExist: true }));
    const results = await Promise.allSettled(all);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('stops waiting when cancelled', async () => {
    const stop = new AbortController();
    const cancelled = make('file', () => bytes('x'), { signal: stop.signal });
    stop.abort();
    expect((await refusalOf(cancelled)).code).toBe('cancelled');
    expect(desk.names()).toEqual([]);
  });
});

describe('the lock of another process', () => {
  const lockOf = (name: string) => desk.path(temporaryName(name));
  const old = (path: string) => utimesSync(path, new Date(), new Date(Date.now() - 60_000));

  it('is waited for, then reported', async () => {
    writeFileSync(lockOf('file'), 'half');
    const error = await refusalOf(put('file', 'new', { patienceMs: 0 }));
    expect(error).toMatchObject({ code: 'conflict', retryable: true });
    expect(readFileSync(lockOf('file'), 'utf8')).toBe('half');
    expect(existsSync(desk.path('file'))).toBe(false);
  });

  it('is waited for, then taken', async () => {
    writeFileSync(lockOf('file'), 'half');
    const writing = put('file', 'new');
    setImmediate(() => unlinkSync(lockOf('file')));
    await writing;
    expect(desk.text('file')).toBe('new');
  });

  it('is no longer waited for once the caller has gone', async () => {
    writeFileSync(lockOf('file'), 'half');
    const stop = new AbortController();
    const writing = put('file', 'new', { signal: stop.signal });
    setImmediate(() => stop.abort());
    expect((await refusalOf(writing)).code).toBe('cancelled');
  });

  it('is taken over when it is old, and what is in it is not used', async () => {
    writeFileSync(lockOf('file'), 'a long half');
    old(lockOf('file'));
    await put('file', 'new', { patienceMs: 0 });
    expect(desk.text('file')).toBe('new');
    expect(desk.names()).toEqual(['file']);
  });

  it('is not followed where it is a link, however old', async () => {
    desk.put('victim', 'precious');
    symlinkSync(desk.path('victim'), lockOf('file'));
    old(desk.path('victim'));
    expect((await refusalOf(put('file', 'new', { patienceMs: 0 }))).code).toBe('conflict');
    expect(desk.text('victim')).toBe('precious');
  });
});

describe('without hard links', () => {
  it('a new name is taken by a file of our own first', () => {
    desk.put('a', 'a');
    renameOverPlaceholder(desk.path('a'), desk.path('b'));
    expect(desk.names()).toEqual(['b']);
    desk.put('c', 'c');
    expect(() => renameOverPlaceholder(desk.path('c'), desk.path('b'))).toThrow('EEXIST');
    expect(() => renameOverPlaceholder(desk.path('missing'), desk.path('d'))).toThrow('ENOENT');
    expect(() => placeNew(desk.path('c'), desk.path('b'))).toThrow('EEXIST');
    expect([desk.names(), desk.text('b')]).toEqual([['b', 'c'], 'a']);
  });
});

const canSetAttributes = (() => {
  const probe = makeDesk();
  try {
    probe.put('file', '');
    python(`os.setxattr(p, "user.ashlar", b"1")`, probe.path('file'));
    return process.platform === 'linux';
  } catch {
    return false;
  } finally {
    probe.remove();
  }
})();

function python(code: string, path: string): string {
  return execFileSync('python3', ['-c', `import os,sys\np=sys.argv[1]\n${code}`, path], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

describe('attributes', () => {
  it.skipIf(process.platform === 'win32')('rights are kept', async () => {
    for (const mode of [0o600, 0o755, 0o444, 0o664]) {
      desk.put('file', `${mode}`);
      chmodSync(desk.path('file'), mode);
      await put('file', `new ${mode}`);
      expect(statSync(desk.path('file')).mode & 0o7777).toBe(mode);
      chmodSync(desk.path('file'), 0o600);
    }
  });

  it.skipIf(process.platform === 'win32')('nobody else can read the new content meanwhile', async () => {
    desk.put('secret', 'old');
    chmodSync(desk.path('secret'), 0o600);
    let mode = 0;
    await make('secret', () => {
      mode = statSync(desk.path(temporaryName('secret'))).mode & 0o777;
      return bytes('new');
    });
    expect(mode).toBe(0o600);
  });

  it.skipIf(process.getuid?.() !== 0)('the owner is kept (needs root)', async () => {
    desk.put('file', 'old');
    execFileSync('chown', ['12345:23456', desk.path('file')]);
    chmodSync(desk.path('file'), 0o4750);
    const { attributesKept } = await put('file', 'new');
    expect(statSync(desk.path('file'))).toMatchObject({ uid: 12345, gid: 23456 });
    expect(statSync(desk.path('file')).mode & 0o7777).toBe(0o4750);
    expect(attributesKept).toBe(true);
  });

  it.skipIf(!canSetAttributes)(
    'extended attributes are kept (needs python3 and a disk that has them)',
    async () => {
      desk.put('file', 'old');
      python(`os.setxattr(p, "user.ashlar", b"kept")`, desk.path('file'));
      expect(await put('file', 'new')).toMatchObject({ attributesKept: true });
      expect(python(`print(os.getxattr(p, "user.ashlar"))`, desk.path('file'))).toContain('kept');
    },
  );

  it.skipIf(process.platform === 'win32')('rights are kept where `cp` is of no use', async () => {
    desk.put('from', '');
    desk.put('to', '');
    chmodSync(desk.path('from'), 0o4751);
    expect(await keep('from', 'to')).toBe(true);
    expect(statSync(desk.path('to')).mode & 0o7777).toBe(0o4751);
  });

  it.skipIf(process.getuid?.() !== 0)('the owner is kept where `cp` is of no use (needs root)', async () => {
    desk.put('from', '');
    desk.put('to', '');
    execFileSync('chown', ['12345:23456', desk.path('from')]);
    expect(await keep('from', 'to')).toBe(true);
    expect(statSync(desk.path('to'))).toMatchObject({ uid: 12345, gid: 23456 });
  });

  async function keep(from: string, to: string): Promise<boolean> {
    const [source, target] = [openSync(desk.path(from), 'r'), openSync(desk.path(to), 'r+')];
    try {
      return await keepAttributes({ fd: source, stat: fstatSync(source, { bigint: true }) }, target, true);
    } finally {
      closeSync(source);
      closeSync(target);
    }
  }

  it('a copy that becomes the temporary file is locked, empty and new all along', async () => {
    desk.put('file', 'long content');
    utimesSync(desk.path('file'), 1, 1);
    await desk.slot('file', async (slot: Slot) => {
      const lock = await takeLock(slot, {}, () => 0o600);
      expect(await startAsCopy(slot, lock)).toBe(true);
      expect(lock.ours()).toBe(true);
      const { size, mtimeMs } = statSync(desk.path(temporaryName('file')));
      expect(size).toBe(0);
      expect(Date.now() - mtimeMs).toBeLessThan(20_000);
      expect((await refusalOf(replaceFile(slot, () => bytes('x'), { patienceMs: 0 }))).code).toBe('conflict');
      expect(desk.names()).toHaveLength(2);
      lock.release();
    });
    expect(desk.names()).toEqual(['file']);
  });

  it('a copy that cannot be made leaves the lock as it was', async () => {
    await desk.slot('missing', async (slot: Slot) => {
      const lock = await takeLock(slot, {}, () => 0o600);
      expect(await startAsCopy(slot, lock)).toBe(false);
      expect(lock.ours()).toBe(true);
      lock.release();
    });
    expect(desk.names()).toEqual([]);
  });
});

describe('any sequence of writes', () => {
  it('leaves exactly the last one and nothing else', async () => {
    const step = fc.record({
      name: fc.constantFrom('a', 'b'),
      content: fc.string({ maxLength: 5 }),
      mustNotExist: fc.boolean(),
      fails: fc.boolean(),
    });
    const property = fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
      const place = makeDesk();
      const expected = new Map<string, string>();
      try {
        for (const { name, content, mustNotExist, fails } of steps) {
          const act = place.slot(name, (slot) =>
            replaceFile(
              slot,
              () => {
                if (fails) throw new Error('no');
                return bytes(content);
              },
              { mustNotExist },
            ),
          );
          const refused = await act.then(
            () => false,
            () => true,
          );
          expect(refused).toBe(fails || (mustNotExist && expected.has(name)));
          if (!refused) expected.set(name, content);
        }
        expect(readdirSync(place.root).sort()).toEqual([...expected.keys()].sort());
        for (const [name, content] of expected) expect(place.text(name)).toBe(content);
      } finally {
        place.remove();
      }
    });
    await fc.assert(property, { numRuns: 25 });
  });

  it('closes what it opens', async () => {
    const before = openDescriptors();
    for (let i = 0; i < 20; i++) {
      await put('file', `${i}`);
      await refusalOf(put('file', 'x', { mustNotExist: true }));
    }
    expect(openDescriptors()).toBeLessThanOrEqual(before);
  });

  function openDescriptors(): number {
    return existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
  }
});
