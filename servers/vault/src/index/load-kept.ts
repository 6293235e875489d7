import { closeSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import type { DiskFile } from '../disk/disk-file.ts';
import type { KeptFiles } from '../disk/known.ts';
import { sliced } from '../disk/sliced.ts';
import { bytesAt, fill, hashOf, openKept } from './kept-file.ts';
import { type About, CHUNK_FILES, chunkHash, decodeHead, type Head, TAIL_BYTES } from './kept-index.ts';
import { mentionsSize, readMentions } from './kept-mentions.ts';
import type { KeptMentions } from './mentions.ts';
import { NoteFacts } from './note-facts.ts';
import { type Shelf, shelfOf } from './shelf.ts';
import { type VaultFile, vaultFile } from './vault-file.ts';
import type { VaultIndex } from './vault-index.ts';

/** Milliseconds for which the thread that answers is kept at a time. */
const SLICE_MS = 8;

/** Which files an index was kept of, and where it reads what they say as long as it is not closed. */
export interface Loaded extends KeptFiles {
  indexed: readonly VaultFile[];
  shelf: Shelf;
}

/**
 * Loads a kept index into an empty one, and tells which files it is of. Undefined where there is none that is whole, of
 * this vault and made by this program: nothing of it is used then. Never throws.
 */
export async function loadKept(path: string, about: About, index: VaultIndex): Promise<Loaded | undefined> {
  const found = await read(path, about);
  if (found === undefined) return undefined;
  const { head, mentions, shelf } = found;
  const files: VaultFile[] = [];
  await sliced(
    filesIn(head, shelf),
    (file) => {
      index.putKept(file);
      files.push(file);
    },
    () => false,
  );
  for (const [at, alias] of head.aliases.entries())
    index.restoreAlias(alias, files[head.aliased[at] as number] as VaultFile);
  index.restoreMentions(mentions, files);
  return {
    shelf,
    indexed: files,
    files: files.map((file, at) => diskFile(file.path, head.stamps, at)),
    folders: head.folders.map((folder, at) => [folder, head.folderTimes[at] as number] as const),
  };
}

interface Found {
  head: Head;
  mentions: KeptMentions;
  shelf: Shelf;
}

async function read(path: string, about: About): Promise<Found | undefined> {
  let fd: number | undefined;
  try {
    const kept = openKept(path);
    fd = kept.fd;
    const head = readHead(fd, kept.size, about);
    if (head === undefined || !(await areWhole(fd, head))) return undefined;
    const size = sum(head.lengths);
    const mentions = readMentions(fd, size, head.mentions, head.paths.length);
    if (mentions === undefined) return undefined;
    const shelf = shelfOf(fd, size);
    fd = undefined;
    return { head, mentions, shelf };
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function readHead(fd: number, size: number, about: About): Head | undefined {
  const tail = bytesAt(fd, size - TAIL_BYTES, TAIL_BYTES);
  const start = size - TAIL_BYTES - tail.readUInt32LE(0);
  if (start < 0) return undefined;
  const bytes = bytesAt(fd, start, size - TAIL_BYTES - start);
  if (!hashOf(bytes).equals(tail.subarray(4))) return undefined;
  const head = decodeHead(about, bytes);
  return head && sum(head.lengths) + mentionsSize(head.mentions) === start ? head : undefined;
}

/** Whether all records are as they were written. */
async function areWhole(fd: number, head: Head): Promise<boolean> {
  const sizes: number[] = [];
  for (let from = 0; from < head.paths.length; from += CHUNK_FILES)
    sizes.push(sum(head.lengths.subarray(from, from + CHUNK_FILES)));
  const room = Buffer.allocUnsafeSlow(Math.max(0, ...sizes));
  let position = 0;
  let until = performance.now() + SLICE_MS;
  for (const [chunk, size] of sizes.entries()) {
    if (!hashOf(fill(fd, position, room.subarray(0, size))).equals(chunkHash(head, chunk))) return false;
    position += size;
    if (performance.now() < until) continue;
    await turn();
    until = performance.now() + SLICE_MS;
  }
  return true;
}

function* filesIn({ paths, lengths }: Head, shelf: Shelf): Generator<VaultFile> {
  let start = 0;
  for (const [at, path] of paths.entries()) {
    const end = start + (lengths[at] as number);
    yield vaultFile(path, end > start ? NoteFacts.kept(shelf, start, end) : undefined);
    start = end;
  }
}

function diskFile(path: string, stamps: Float64Array, at: number): DiskFile {
  return {
    path,
    size: stamps[3 * at] as number,
    mtimeMs: stamps[3 * at + 1] as number,
    ctimeMs: stamps[3 * at + 2] as number,
  };
}

function sum(numbers: Uint32Array): number {
  return numbers.reduce((total, number) => total + number, 0);
}
