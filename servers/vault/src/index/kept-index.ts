import { deserialize, serialize } from 'node:v8';
import type { MentionsHead } from './kept-mentions.ts';

/** Raised when the form of the file changes, or what the index holds for the same notes. */
const FORM = 2;
/** Files to a chunk: some hundred kilobytes are read, checked and written at a time. */
export const CHUNK_FILES = 1_000;
const HASH_BYTES = 32;
/** Behind the head: its length, and its hash. */
export const TAIL_BYTES = 4 + HASH_BYTES;
/** Nothing stands between two names: no path has it. */
const BETWEEN = '\0';

/** What an index has to say of itself to be used: the vault it is of, and by which program it was made. */
export interface About {
  /** Absolute, in its real spelling. */
  vault: string;
  /** The version of this server. */
  build: string;
}

/**
 * The last part of a kept index; before it stand the records of all files, chunk by chunk, and the mentions. Numbers are
 * in the order of `paths`.
 */
export interface Head {
  paths: string[];
  folders: string[];
  /** Milliseconds since 1970; NaN for a folder that is to be read again. */
  folderTimes: Float64Array;
  /** Of each file its size, modification time and change time; NaN where it is not known. */
  stamps: Float64Array;
  /** Bytes of each record; 0 where there is none. */
  lengths: Uint32Array;
  /** All aliases, folded, and of each the file that has it. */
  aliases: string[];
  aliased: Uint32Array;
  mentions: MentionsHead;
  /** Of each chunk. */
  hashes: Uint8Array;
}

export function encodeHead(about: About, head: Head): Buffer {
  const { paths, folders, ...numbers } = head;
  return serialize({
    about: aboutText(about),
    paths: paths.join(BETWEEN),
    folders: folders.join(BETWEEN),
    ...numbers,
  });
}

/** Undefined for what is not of this vault, this program and this form, or cannot be at all. Throws what V8 throws. */
export function decodeHead(about: About, bytes: Buffer): Head | undefined {
  const found = deserialize(bytes) as Record<string, unknown> | null;
  if (typeof found !== 'object' || found === null || found.about !== aboutText(about)) return undefined;
  const { folderTimes, stamps, lengths, hashes, aliases, aliased } = found;
  const mentions = mentionsIn(found.mentions);
  if (typeof found.paths !== 'string' || typeof found.folders !== 'string' || mentions === undefined)
    return undefined;
  if (!(folderTimes instanceof Float64Array && stamps instanceof Float64Array)) return undefined;
  if (!(lengths instanceof Uint32Array && hashes instanceof Uint8Array)) return undefined;
  const paths = found.paths === '' ? [] : found.paths.split(BETWEEN);
  const folders = found.folders.split(BETWEEN);
  if (!areAliases(aliases, aliased, paths.length)) return undefined;
  const chunks = Math.ceil(paths.length / CHUNK_FILES);
  const fits =
    stamps.length === 3 * paths.length &&
    lengths.length === paths.length &&
    hashes.length === HASH_BYTES * chunks &&
    folderTimes.length === folders.length;
  if (!fits || !arePlaces(paths, folders)) return undefined;
  return {
    paths,
    folders,
    folderTimes,
    stamps,
    lengths,
    aliases,
    aliased: aliased as Uint32Array,
    mentions,
    hashes,
  };
}

/** The hash of a chunk as the head has it. */
export function chunkHash({ hashes }: Head, chunk: number): Uint8Array {
  return hashes.subarray(HASH_BYTES * chunk, HASH_BYTES * (chunk + 1));
}

function aboutText({ vault, build }: About): string {
  return JSON.stringify([FORM, vault, build, process.versions.unicode ?? '']);
}

function areAliases(aliases: unknown, aliased: unknown, files: number): aliases is string[] {
  if (!(Array.isArray(aliases) && aliased instanceof Uint32Array && aliased.length === aliases.length))
    return false;
  return aliases.every((alias) => typeof alias === 'string') && aliased.every((file) => file < files);
}

function mentionsIn(found: unknown): MentionsHead | undefined {
  const { sizes, hash } = (found ?? {}) as Record<string, unknown>;
  return sizes instanceof Uint32Array && hash instanceof Uint8Array ? { sizes, hash } : undefined;
}

/** Whether each path is one that a walk of the vault could have met, in a folder that is kept too, and none is there twice. */
function arePlaces(paths: readonly string[], folders: readonly string[]): boolean {
  const known = new Set(folders);
  if (known.size !== folders.length || new Set(paths).size !== paths.length || !known.has('')) return false;
  const isPlace = (path: string) =>
    !ODD.test(path) && known.has(path.slice(0, Math.max(path.lastIndexOf('/'), 0)));
  return paths.every(isPlace) && folders.every((path) => path === '' || isPlace(path));
}

/** A segment that is empty, or begins with a dot. */
const ODD = /(?:^|\/)(?:[./\\]|$)/;
