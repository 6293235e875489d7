import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { incoming } from '../src/graph/edges.ts';
import type { VaultIndex } from '../src/index/vault-index.ts';
import { linksFile } from '../src/settings/kept-places.ts';
import { Vault } from '../src/vault.ts';
import { makeVault, put, temporaryFolder } from './disk-vault.ts';
import { notesOpened } from './notes-opened.ts';
import { rootAt } from './source-at.ts';

const FILES = {
  'a.md': '---\naliases: [Größe, 数]\n---\n# A\n[[b#H]] ![[p.png]]\n',
  'b.md': '# H\ntext ^id\n\n[back](sub/c.md)\n',
  'sub/c.md': '[[a|x]] [[gone]] #tag\n',
  'sub/d.canvas': '{"nodes":[{"text":"[[a]]"}]}',
  'p.png': 'bytes',
};
const NOTES = ['a.md', 'b.md', 'c.md', 'd.canvas'];

/** A vault that nobody has written for a while, and where its index is kept. */
function vaultAt(files: Record<string, string> = FILES) {
  const folder = makeVault(files);
  settle(folder);
  const file = linksFile(folder, temporaryFolder()) ?? '';
  return { folder, file };
}

/** So long ago that the clock of no disk hides a change after it. */
function settle(folder: string, seconds = 1_000): void {
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    utimesSync(join(folder, path), seconds, seconds);
  utimesSync(folder, seconds, seconds);
}

interface Place {
  folder: string;
  file: string | undefined;
}

function open({ folder, file }: Place): Vault {
  const vault = new Vault({ root: rootAt(folder), textFile: undefined, linksFile: file }, () => undefined);
  onTestFinished(() => vault.close());
  return vault;
}

async function filled(place: Place): Promise<Vault> {
  const vault = open(place);
  await vault.ready(new AbortController().signal);
  await expect.poll(() => vault.waiting).toBe(0);
  return vault;
}

/** Everything that an index knows, in an order of its own. */
function known(index: VaultIndex): unknown {
  const files = [...index.files()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return files.map((file) => ({
    path: file.path,
    key: file.key,
    facts: file.facts && [
      file.facts.links,
      file.facts.headings,
      file.facts.blocks,
      file.facts.aliases,
      file.facts.tags,
    ],
    linkedFrom: [...incoming(index, file)].map(({ from, link }) => [from.path, link.line]),
    aliases: file.facts?.aliases.map((alias) => index.aliased(alias.toLowerCase()).length),
  }));
}

/** One run of a server, and what it knew in the end. */
async function run(place: Place): Promise<unknown> {
  const vault = await filled(place);
  const right = known(vault.index);
  await vault.close();
  return right;
}

/** What a server without anything kept knows. */
const fresh = ({ folder }: Place) => run({ folder, file: undefined });

/** One run, and which notes it read. */
async function reads(place: Place): Promise<string[]> {
  const opened = notesOpened();
  expect(await run(place)).toEqual(await fresh(place));
  // The other half is what the one without anything kept has read.
  const all = opened();
  for (const name of await namesRead(place.folder)) all.splice(all.indexOf(name), 1);
  return all.sort();
}

async function namesRead(folder: string): Promise<string[]> {
  const opened = notesOpened();
  await fresh({ folder, file: undefined });
  return opened();
}

describe('an index that is kept', () => {
  it('is used: no note is read again', async () => {
    const place = vaultAt();
    expect(await reads(place)).toEqual(NOTES);
    expect(await reads(place)).toEqual([]);
  });

  it('is not written again when nothing has changed', async () => {
    const place = vaultAt();
    await run(place);
    utimesSync(place.file, 1_000, 1_000);
    await run(place);
    expect(statSync(place.file).mtimeMs).toBe(1_000_000);
    put(place.folder, 'e.md', '');
    await run(place);
    expect(statSync(place.file).mtimeMs).toBeGreaterThan(1_000_000);
  });

  it('is made sure of: changed, removed, added and renamed files show', async () => {
    const place = vaultAt();
    await run(place);
    put(place.folder, 'b.md', '# Other\n[[a]]\n');
    rmSync(join(place.folder, 'sub/c.md'));
    put(place.folder, 'new/e.md', '[[b]]');
    renameSync(join(place.folder, 'p.png'), join(place.folder, 'q.png'));
    expect(await reads(place)).toEqual(['b.md', 'e.md']);
  });

  it('is made sure of for a note that an answer needs, before all files are', async () => {
    const files = Object.fromEntries(Array.from({ length: 1_500 }, (_, at) => [`f${at}/${at}.md`, '# Old']));
    const place = vaultAt(files);
    await run(place);
    put(place.folder, 'f1499/1499.md', '# Now\n');
    // Time runs, so that the listing has to take its turns.
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now++);
    onTestFinished(() => void vi.restoreAllMocks());
    const vault = open(place);
    await vault.ready(new AbortController().signal);
    expect(vault.waiting).toBeGreaterThanOrEqual(1_500);
    // For both who ask, though only one of them reads it.
    const both = [vault.readNow('f1499/1499.md'), vault.readNow('f1499/1499.md')];
    expect(await Promise.all(both)).toEqual([true, true]);
    expect(vault.index.get('f1499/1499.md')?.facts?.headings).toMatchObject([{ text: 'Now' }]);
  });

  it('holds nothing of a note that could change again without its time telling', async () => {
    const place = vaultAt();
    const now = new Date();
    utimesSync(join(place.folder, 'b.md'), now, now);
    await run(place);
    expect(await reads(place)).toEqual(['b.md']);
  });

  it('holds nothing of a note that was written and not read again before the end', async () => {
    const place = vaultAt();
    const vault = await filled(place);
    put(place.folder, 'b.md', '# Other\n');
    utimesSync(join(place.folder, 'b.md'), 1_000, 1_000);
    await vault.close();
    expect(await reads(place)).toEqual(['b.md']);
  });

  it('is not deceived by a size and a time that were set back', async () => {
    const place = vaultAt();
    await run(place);
    writeFileSync(join(place.folder, 'b.md'), FILES['b.md'].replace('# H', '# X'));
    utimesSync(join(place.folder, 'b.md'), 1_000, 1_000);
    // No program sets the change time.
    expect(await reads(place)).toEqual(['b.md']);
  });

  it('is of this user alone', async () => {
    const place = vaultAt();
    await run(place);
    expect(statSync(place.file).mode & 0o777).toBe(0o600);
  });
});

it('is not begun by a server that was closed before it knew the vault', async () => {
  const place = vaultAt();
  vi.useFakeTimers({ toFake: ['setInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const vault = open(place);
  await vault.close();
  // Past the listing, which was under way.
  await vault.ready(new AbortController().signal);
  expect(vi.getTimerCount()).toBe(0);
  expect(existsSync(place.file)).toBe(false);
});

describe('a kept index that cannot be relied on', () => {
  it('is never believed, whichever byte of it is damaged', { timeout: 60_000 }, async () => {
    const place = vaultAt();
    const right = await run(place);
    const whole = readFileSync(place.file);
    const damage = fc.oneof(
      fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, bits]) => {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] as number) ^ bits;
        return bytes;
      }),
      fc.nat(whole.length - 1).map((length) => whole.subarray(0, length)),
      fc.uint8Array({ minLength: 1 }).map((more) => Buffer.concat([whole, more])),
    );
    await fc.assert(
      fc.asyncProperty(damage, async (bytes) => {
        writeFileSync(place.file, bytes);
        const opened = notesOpened();
        expect(await run(place)).toEqual(right);
        expect(opened().sort()).toEqual(NOTES);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['another vault', (file: string, other: string) => writeFileSync(file, readFileSync(other))],
    [
      'a link to a good one',
      (file: string) => {
        renameSync(file, `${file}.moved`);
        symlinkSync(`${file}.moved`, file);
      },
    ],
    ['a file with two names', (file: string) => linkSync(file, `${file}.twin`)],
    [
      'a folder',
      (file: string) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
    ['nothing', (file: string) => writeFileSync(file, '')],
  ])('is thrown away: %s', async (_name, spoil) => {
    const place = vaultAt();
    const other = vaultAt({ ...FILES, 'x.md': '' });
    await run(other);
    await run(place);
    spoil(place.file, other.file);
    expect(await reads(place)).toEqual(NOTES);
  });
});

describe('where an index is kept', () => {
  it('is nowhere with the cache off, and nowhere in the vault', async () => {
    const { folder } = vaultAt();
    expect(linksFile(folder, join(folder, 'cache'))).toBeUndefined();
    await run({ folder, file: undefined });
    expect(readdirSync(folder).sort()).toEqual(['a.md', 'b.md', 'p.png', 'sub']);
  });

  it.skipIf(process.getuid?.() === 0)(
    'may be a place where nothing can be written (not as root)',
    async () => {
      const place = vaultAt();
      mkdirSync(dirname(place.file), { recursive: true });
      chmodSync(dirname(place.file), 0o500);
      expect(await reads(place)).toEqual(NOTES);
    },
  );

  it('is whole after the server was killed while it wrote, and what was left is cleared away', {
    timeout: 30_000,
  }, async () => {
    const place = vaultAt();
    const right = await run(place);
    const before = readFileSync(place.file);
    for (let at = 0; at < 5; at++) {
      const child = fork(join(import.meta.dirname, 'index-keeper.ts'), [place.folder, place.file], {
        silent: true,
      });
      await once(child, 'message');
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect(readdirSync(dirname(place.file)).length).toBeGreaterThan(1);
    expect(readFileSync(place.file).equals(before)).toBe(true);
    expect(await run(place)).toEqual(right);
    put(place.folder, 'more.md', '[[a]]');
    expect(await reads(place)).toEqual(['more.md']);
    expect(readdirSync(dirname(place.file))).toHaveLength(1);
  });

  it('may be that of two servers at once', async () => {
    const place = vaultAt();
    const [one, other] = await Promise.all([filled(place), filled(place)]);
    expect(known(one.index)).toEqual(known(other.index));
    await Promise.all([one.close(), other.close()]);
    expect(existsSync(place.file)).toBe(true);
    expect(await reads(place)).toEqual([]);
  });
});
