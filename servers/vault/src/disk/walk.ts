import { type Dirent, lstatSync, opendirSync } from 'node:fs';
import { sep } from 'node:path';
import type { Held } from '@ashlar/kit/files';
import { type DiskFile, unlooked } from './disk-file.ts';
import { isHidden } from './hidden.ts';
import { LinkedPlaces } from './linked-places.ts';
import { fileOf } from './look.ts';
import type { Source } from './open-source.ts';
import type { Skipped } from './skipped.ts';

/** A step of a walk. `pause` is where nothing was found: time to see whether others wait. */
export type Step =
  | { kind: 'folder'; path: string; mtimeMs: number }
  | { kind: 'file'; file: DiskFile }
  | { kind: 'pause' };

export interface WalkOptions {
  /** The folder where the walk starts; '' for the vault. */
  start: string;
  /** Whether a folder that was met is gone into. The start always is. */
  enters?(path: string): boolean;
  /** Where links have led so far. */
  linked?: LinkedPlaces;
  /** Counted up. */
  skipped: Skipped;
  /** Files that are not looked at: their names are enough. Default: none. */
  nameOnly?(path: string): boolean;
  /** Files after which the walk ends. */
  most?: number;
}

/** Levels of folders. */
export const MAX_DEPTH = 64;
/** Entries of one folder that are read. */
export const MAX_ENTRIES = 200_000;
/** Files of a vault that are followed, at about 300 bytes of memory each. */
const MAX_FILES = 1_000_000;
/** Names between two pauses. */
const PAUSE_EVERY = 256;
const PAUSE: Step = { kind: 'pause' };

/**
 * Goes through a folder of the vault and what is below it, in short steps: whoever drives it can stop between two of
 * them. A folder comes before its entries are read, so that a watch set then misses none. Links to folders are gone
 * into where they lead to a linked place of the source, once for each place. Throws nothing.
 */
export function* walk(source: Source, options: WalkOptions): Generator<Step, void, undefined> {
  const {
    start,
    enters = () => true,
    linked = new LinkedPlaces(source),
    skipped,
    nameOnly = () => false,
    most = MAX_FILES,
  } = options;
  const waiting = [start];
  let files = 0;
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const held = holdFolder(source, path, skipped);
    if (held === undefined) continue;
    try {
      yield { kind: 'folder', path, mtimeMs: held.stat.mtimeMs };
      const asFolder = (entry: Dirent, below: string) => {
        const link = entry.isSymbolicLink();
        if (link && !linked.opens(below)) skipped.links++;
        else if (!link && !entry.isDirectory()) return false;
        else if (depthOf(below) > MAX_DEPTH) skipped.tooDeep++;
        else if (enters(below)) waiting.push(below);
        return true;
      };
      for (const step of entriesOf(held, path, { asFolder, nameOnly }, skipped)) {
        if (step.kind === 'file' && ++files > most) return void skipped.tooMany++;
        yield step;
      }
    } finally {
      held.close();
    }
  }
}

function holdFolder(source: Source, path: string, skipped: Skipped): Held | undefined {
  try {
    const held = source.hold(path);
    if (held.stat.isDirectory()) return held;
    held.close();
  } catch {
    skipped.unreadable++;
  }
  return undefined;
}

interface Manner {
  /** Takes an entry for itself, or leaves it to be described as a file. */
  asFolder(entry: Dirent, path: string): boolean;
  nameOnly(path: string): boolean;
}

function* entriesOf(
  held: Held,
  folder: string,
  { asFolder, nameOnly }: Manner,
  skipped: Skipped,
): Generator<Step, void, undefined> {
  const prefix = folder === '' ? '' : `${folder}/`;
  let read = 0;
  for (const entry of namesIn(held, skipped)) {
    if (++read % PAUSE_EVERY === 0) yield PAUSE;
    const path = prefix + entry.name;
    if (isHidden(entry.name) || asFolder(entry, path)) continue;
    const file = isPlain(entry) && nameOnly(path) ? unlooked(path) : describe(held, entry, path);
    if (file) yield { kind: 'file', file };
    else skipped.odd++;
  }
}

function* namesIn(held: Held, skipped: Skipped): Generator<Dirent, void, undefined> {
  try {
    const stream = opendirSync(held.path, { bufferSize: PAUSE_EVERY });
    try {
      for (let read = 0; ; read++) {
        const entry = stream.readSync();
        if (entry === null) return;
        if (read === MAX_ENTRIES) return void skipped.tooMany++;
        yield entry;
      }
    } finally {
      stream.closeSync();
    }
  } catch {
    skipped.unreadable++;
  }
}

/** A file by the word of its folder, which not every file system gives, and with a name that is surely Unicode. */
function isPlain(entry: Dirent): boolean {
  return entry.isFile() && !entry.name.includes('\ufffd');
}

function describe(held: Held, { name }: Dirent, path: string): DiskFile | undefined {
  try {
    const stat = lstatSync(held.path + sep + name, { throwIfNoEntry: false });
    return stat?.isFile() ? fileOf(path, stat) : undefined;
  } catch {
    return undefined; // its name reached us in other bytes than it has
  }
}

function depthOf(path: string): number {
  return path.split('/').length;
}
