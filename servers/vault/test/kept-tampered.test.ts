import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { hashOf } from '../src/index/kept-file.ts';
import { decodeHead, encodeHead, type Head } from '../src/index/kept-index.ts';
import { mentionsHead } from '../src/index/kept-mentions.ts';
import { loadKept } from '../src/index/load-kept.ts';
import { areMentions, Mentions, placesOf } from '../src/index/mentions.ts';
import { NoteFacts } from '../src/index/note-facts.ts';
import { saveKept } from '../src/index/save-kept.ts';
import { type VaultFile, vaultFile } from '../src/index/vault-file.ts';
import { VaultIndex } from '../src/index/vault-index.ts';
import { temporaryFolder } from './disk-vault.ts';
import { fileOf } from './vault.ts';

/** Somebody who writes the cache of this user can make every hash right: what is read is bounded all the same. */
const ABOUT = { vault: '/v', build: '1' };
const MENTIONS = {
  marks: new Uint32Array(1_024),
  lasts: new Uint32Array(1_024),
  entries: new Uint32Array(2),
};
const IN_HEAD = mentionsHead(MENTIONS);

function headOf(paths: string[], folders: string[] = [''], more: object = {}): Head {
  return {
    paths,
    folders,
    folderTimes: new Float64Array(folders.length),
    stamps: new Float64Array(3 * paths.length),
    lengths: new Uint32Array(paths.length),
    aliases: [],
    aliased: new Uint32Array(),
    mentions: IN_HEAD,
    hashes: new Uint8Array(32 * Math.ceil(paths.length / 1_000)),
    ...more,
  };
}

const decoded = (head: object) => decodeHead(ABOUT, encodeHead(ABOUT, head as Head));

describe('a head that was tampered with', () => {
  it('is read where it is as it was written', () => {
    const head = headOf(['a.md', 'b/two\nlines.md'], ['', 'b']);
    expect(decoded(head)).toEqual(head);
    expect(decoded(headOf([]))).toEqual(headOf([]));
  });

  it.each([
    '../a.md',
    'b/../../a.md',
    '/etc/hostname',
    '.obsidian/app.json',
    'b/.git/x.md',
    'b//a.md',
    'b/',
    '..',
    'nowhere/a.md',
  ])('is not, with the path %j', (path) => {
    expect(
      decoded(headOf([path], ['', 'b', 'b/..', '..', '.obsidian', 'b/.git', '/etc', 'b/'])),
    ).toBeUndefined();
    expect(decoded(headOf([path], ['', 'b']))).toBeUndefined();
  });

  it.each([
    ['a path twice', headOf(['a.md', 'a.md'])],
    ['a folder twice', headOf(['a.md'], ['', ''])],
    ['no folder', headOf(['a.md'], ['b'])],
    ['too few stamps', headOf(['a.md'], [''], { stamps: new Float64Array(2) })],
    ['too many lengths', headOf(['a.md'], [''], { lengths: new Uint32Array(2) })],
    ['too few hashes', headOf(['a.md'], [''], { hashes: new Uint8Array() })],
    ['numbers of another kind', headOf(['a.md'], [''], { stamps: new Uint8Array(3) })],
    ['an alias that is no text', headOf(['a.md'], [''], { aliases: [1], aliased: Uint32Array.of(0) })],
    ['an alias of no file', headOf(['a.md'], [''], { aliases: ['x'], aliased: Uint32Array.of(1) })],
    ['an alias of nobody', headOf(['a.md'], [''], { aliases: ['x'] })],
    ['no mentions', headOf(['a.md'], [''], { mentions: undefined })],
  ])('is not, with %s', (_name, head) => expect(decoded(head)).toBeUndefined());

  it.each([
    ['vault', { vault: '/w', build: '1' }],
    ['build', { vault: '/v', build: '2' }],
  ])('is not that of another %s', (_name, about) => {
    expect(decodeHead(about, encodeHead(ABOUT, headOf(['a.md'])))).toBeUndefined();
  });
});

function factsIn(record: Buffer): NoteFacts {
  const shelf = {
    bytes: (start: number, end: number) => record.subarray(start, end),
    close: () => undefined,
  };
  return NoteFacts.kept(shelf, 0, record.length);
}

it('ends, whatever stands in the record of a note', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200, max: 127 })),
      (bytes) => {
        const facts = factsIn(Buffer.from(bytes));
        const all = [facts.headings, facts.blocks, facts.footnotes, facts.links, facts.aliases, facts.tags];
        for (const some of all) expect(some.length).toBeLessThanOrEqual(bytes.length);
        for (const link of facts.links) expect(['wiki', 'markdown', 'path']).toContain(link.syntax);
      },
    ),
  );
});

it('takes a link of no known syntax for one of ours', () => {
  const record = Buffer.from([0, 0, 0, 0, 1, 1, 1, 32 + 3, 97, 0]);
  expect(factsIn(record).links).toMatchObject([{ path: 'a', syntax: 'wiki' }]);
});

it.each([
  ['a file', 0, true],
  ['no file', 1, false],
])('is loaded, or not, with a mention of %s', async (_name, place, isLoaded) => {
  const mentions = { ...MENTIONS, entries: Uint32Array.of(0, 0, place, 0) };
  const index = { keptWith: () => ({ mentions, aliases: [], aliased: new Uint32Array() }) };
  const disk = { path: 'a.md', size: 1, mtimeMs: 1, ctimeMs: 1 };
  const file = join(temporaryFolder(), 'v.links');
  const files = [{ disk, indexed: undefined }];
  await saveKept(file, ABOUT, { folders: [['', 1]], files, index: index as unknown as VaultIndex });
  const loaded = await loadKept(file, ABOUT, new VaultIndex());
  expect(loaded !== undefined).toBe(isLoaded);
  loaded?.shelf.close();
});

it.each([
  { lengths: Uint32Array.of(2 ** 32 - 1) },
  { mentions: { ...IN_HEAD, sizes: Uint32Array.of(2 ** 29, 0) } },
])('makes room for no more than the file has: %j', async (more) => {
  const head = encodeHead(ABOUT, headOf(['a.md'], [''], more));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const file = join(temporaryFolder(), 'v.links');
  writeFileSync(file, Buffer.concat([head, length, hashOf(head)]));
  const room = vi.spyOn(Buffer, 'allocUnsafeSlow');
  onTestFinished(() => void vi.restoreAllMocks());
  expect(await loadKept(file, ABOUT, new VaultIndex())).toBeUndefined();
  for (const [bytes] of room.mock.calls) expect(bytes).toBeLessThanOrEqual(statSync(file).size);
  expect(room).toHaveBeenCalled();
});

it('keeps in a record what a note says', () => {
  const text = '---\naliases: [Größe, 数]\n---\n# H\n[[b#x]] ![[p.png]] ^id\n[a]: c.md\n';
  const { facts } = fileOf('a.md', text);
  const kept = factsIn(facts?.bytes ?? Buffer.alloc(0));
  for (const kind of ['links', 'headings', 'blocks', 'footnotes', 'aliases', 'tags', 'linkCount'] as const)
    expect(kept[kind], kind).toEqual(facts?.[kind]);
});

describe('mentions', () => {
  const names = fc.uniqueArray(fc.string({ maxLength: 3 }), { maxLength: 8 });
  const steps = fc.array(fc.tuple(fc.nat(5), names), { maxLength: 60 });

  it('are those of a map of sets, through changes and keeping', () => {
    fc.assert(
      fc.property(steps, (changes) => {
        const current = new Map<number, { file: VaultFile; names: string[] }>();
        const isAlive = (file: VaultFile) => [...current.values()].some((one) => one.file === file);
        let mentions = new Mentions(isAlive);
        for (const [which, said] of changes) {
          mentions.forget(current.get(which)?.names.length ?? 0);
          const file = vaultFile(`${which}.md`, undefined);
          current.set(which, { file, names: said });
          mentions.put(file, new Set(said));
        }
        const files = [...current.values()].map(({ file }) => file);
        const kept = mentions.keptWith(placesOf(files));
        expect(areMentions(kept, files.length)).toBe(true);
        for (let turn = 0; turn < 2; turn++) {
          for (const name of new Set(changes.flatMap(([, said]) => said))) {
            const expected = [...current.values()].filter((one) => one.names.includes(name));
            expect(new Set(mentions.get(name))).toEqual(new Set(expected.map(({ file }) => file)));
          }
          mentions = new Mentions(isAlive);
          mentions.restore(kept, files);
        }
      }),
    );
  });

  it('forget the dead before they are more than the living', () => {
    const alive = new Set<VaultFile>();
    const mentions = new Mentions((file) => alive.has(file));
    for (let at = 0; at < 20_000; at++) {
      alive.clear();
      mentions.forget(3);
      const file = vaultFile('a.md', undefined);
      alive.add(file);
      mentions.put(file, new Set(['x', 'y', `z${at}`]));
    }
    expect(mentions.get('x')).toEqual([...alive]);
    expect(mentions.get('z5')).toEqual([]);
    expect(mentions.size).toBeLessThan(6_000);
  });

  it('are none when a list of them has no end', () => {
    const lasts = new Uint32Array(1_024);
    lasts[0] = 1;
    const marks = new Uint32Array(1_024);
    expect(areMentions({ marks, lasts, entries: Uint32Array.of(0, 0, 0, 0) }, 1)).toBe(true);
    expect(areMentions({ marks, lasts, entries: Uint32Array.of(0, 0, 0, 1) }, 1)).toBe(false);
    expect(areMentions({ marks, lasts: lasts.fill(1), entries: Uint32Array.of(0, 0, 0, 0) }, 1)).toBe(false);
  });

  it('can be looked up, or are none, whatever numbers stand there', () => {
    const numbers = (length: number) =>
      fc
        .array(fc.oneof(fc.nat(4), fc.nat(2 ** 31)), { minLength: length, maxLength: length })
        .map((all) => Uint32Array.from(all));
    fc.assert(
      fc.property(
        numbers(40),
        fc.array(fc.tuple(fc.nat(1_023), fc.nat(25)), { maxLength: 5 }),
        (entries, some) => {
          const lasts = new Uint32Array(1_024);
          for (const [slot, last] of some) lasts[slot] = last;
          const kept = { marks: new Uint32Array(1_024), lasts, entries };
          if (!areMentions(kept, 3)) return;
          const mentions = new Mentions(() => true);
          mentions.restore(
            kept,
            ['a', 'b', 'c'].map((path) => vaultFile(path, undefined)),
          );
          for (const name of ['', 'x']) expect(mentions.get(name)).not.toContain(undefined);
        },
      ),
    );
  });
});
