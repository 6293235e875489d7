import type { BigIntStats, Dirent, Stats } from 'node:fs';
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  opendirSync,
  openSync,
  readlinkSync,
  realpathSync,
} from 'node:fs';
import { sep } from 'node:path';
import { platform } from 'node:process';

/** An open regular file. Whoever opened it closes the descriptor. */
export interface OpenFile {
  fd: number;
  /** Bytes when it was opened. */
  size: number;
}

/** A folder that is known to lie inside its root. No name in it is ever followed as a link. Close it. */
export interface Folder {
  /** Device and inode: tells a folder that contains itself. */
  readonly id: string;
  /** At most `limit` entries in order of their names, and whether the folder holds more. */
  read(limit: number): { entries: Dirent[]; more: boolean };
  /** Opens a folder in this one; throws on anything else, a link to a folder included. */
  folder(name: string): Folder;
  /** Opens a regular file in this folder for reading; throws on anything else. */
  file(name: string): OpenFile;
  /** Describes a name; undefined where there is nothing. */
  stat(name: string): Stats | undefined;
  /** The text of a link. */
  link(name: string): string;
  close(): void;
}

/** How to come by the first thing of a walk: absolute paths without links. Throws where a path leads elsewhere. */
export interface Disk {
  folder(real: string): Folder;
  file(real: string): OpenFile;
}

const NOFOLLOW_ANY = platform === 'darwin' ? 0x20000000 : 0; // macOS: no link in any part of the path
const NOFOLLOW = (constants.O_NOFOLLOW ?? 0) | NOFOLLOW_ANY;
const FILE = constants.O_RDONLY | NOFOLLOW | (constants.O_NONBLOCK ?? 0); // a FIFO must not make us wait
const FOLDER = FILE | (constants.O_DIRECTORY ?? 0);

/**
 * Linux: everything is reached through the descriptor of a folder that was verified, so a name exchanged for a
 * link while the walk is under way (an attacker's race) leads nowhere. Needs procfs.
 */
export const descriptorDisk: Disk = {
  folder: (real) => descriptorFolder(verified(openSync(real, FOLDER), real)),
  file(real) {
    const file = openFile(real);
    verified(file.fd, real);
    return file;
  },
};

/**
 * macOS and Windows: plain paths, each folder checked when it is entered. What is left to a racing attacker:
 * names on macOS, where files are opened with O_NOFOLLOW_ANY; on Windows also the content of a folder that is
 * exchanged for a junction between check and use.
 */
export const pathDisk: Disk = {
  folder(real) {
    const stat = lstatSync(real, { bigint: true });
    if (!stat.isDirectory() || realpathSync.native(real) !== real) throw new Moved();
    const below = (name: string) => (real.endsWith(sep) ? real : real + sep) + name;
    return {
      ...names(real, below),
      id: identity(stat),
      folder: (n) => pathDisk.folder(below(n)),
      close() {},
    };
  },
  file(real) {
    if (realpathSync.native(real) !== real) throw new Moved();
    return openFile(real);
  },
};

/** The strongest that this machine has. */
export const disk: Disk = existsSync('/proc/self/fd') ? descriptorDisk : pathDisk;

/** Something has taken the place of what was here. */
export class Moved extends Error {}

function descriptorFolder(fd: number): Folder {
  const path = `/proc/self/fd/${fd}`;
  const below = (name: string) => `${path}/${name}`;
  return {
    ...names(path, below),
    id: identity(fstatSync(fd, { bigint: true })),
    folder: (name) => descriptorFolder(openSync(below(name), FOLDER)),
    close: () => closeSync(fd),
  };
}

function verified(fd: number, real: string): number {
  if (readlinkSync(`/proc/self/fd/${fd}`) === real) return fd;
  closeSync(fd);
  throw new Moved();
}

function names(
  path: string,
  below: (name: string) => string,
): Pick<Folder, 'read' | 'file' | 'stat' | 'link'> {
  return {
    read: (limit) => readEntries(path, limit),
    file: (name) => openFile(below(name)),
    stat: (name) => lstatSync(below(name), { throwIfNoEntry: false }),
    link: (name) => readlinkSync(below(name)),
  };
}

function openFile(path: string): OpenFile {
  // Windows cannot open without following: look first.
  if (NOFOLLOW === 0 && !lstatSync(path).isFile()) throw new Moved();
  const fd = openSync(path, FILE);
  const stat = fstatSync(fd);
  if (stat.isFile()) return { fd, size: stat.size };
  closeSync(fd);
  throw new Moved();
}

/** Name by name rather than all at once: a folder of millions must not cost the memory of millions. */
function readEntries(path: string, limit: number): { entries: Dirent[]; more: boolean } {
  const stream = opendirSync(path, { bufferSize: 256 });
  try {
    const entries: Dirent[] = [];
    for (let entry = stream.readSync(); entry; entry = stream.readSync()) {
      if (entries.length === limit) return { entries: entries.sort(byName), more: true };
      entries.push(entry);
    }
    return { entries: entries.sort(byName), more: false };
  } finally {
    stream.closeSync();
  }
}

/** By UTF-16 code units: the same order on every machine, whatever its locale. */
const byName = (a: Dirent, b: Dirent) => (a.name < b.name ? -1 : 1);

const identity = (stat: BigIntStats) => `${stat.dev}:${stat.ino}`;
