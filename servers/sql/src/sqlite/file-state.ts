import { type BigIntStats, closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { Refusal } from '../process/messages.ts';

/** How a file has to be opened so that reading it leaves nothing behind. */
export interface FileState {
  /**
   * `plain`: SQLite's read-only locks do. `still`: it is in WAL mode and nobody has it open, so it is read as if it
   * could not change. `shared`: in WAL mode, and a program that writes keeps `-wal` and `-shm` beside it.
   */
  mode: 'plain' | 'still' | 'shared';
  /** Changes where another file stands there, or this one was written to. */
  version: string;
  /** Whether nobody has written to it since it was looked at before. */
  untouched: boolean;
}

/** Bytes 18 and 19 of the header are 2 in WAL mode: https://www.sqlite.org/fileformat2.html#the_database_header */
const VERSION_AT = 18;
const WAL = 2;

/**
 * Nanoseconds after which another write has another time: file systems count in steps of up to two seconds. What was
 * written shortly before it was looked at may have been written to again, and nobody could tell.
 */
const STEP = 3_000_000_000n;

/** How a file is that is looked at once. Throws `Refusal` (`unreadable`). */
export function fileState(path: string): FileState {
  return new WatchedFile(path).state();
}

/** Looks at a file again and again; what cannot have changed is not read again. */
export class WatchedFile {
  readonly #path: string;
  #seen: { file: BigIntStats; settled: boolean; wal: boolean } | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** How it is now. Throws `Refusal` (`unreadable`). */
  state(): FileState {
    const file = statOf(this.#path);
    if (file === undefined) throw new Refusal('unreadable', 'the file is not there.');
    const untouched = this.#seen?.settled === true && isSame(this.#seen.file, file);
    if (!untouched) this.#seen = { file, settled: isSettled(file), wal: inWalMode(this.#path) };
    const identity = `${file.dev}:${file.ino}`;
    if (this.#seen?.wal !== true) return { mode: 'plain', version: identity, untouched };
    const place = placeOf(this.#path);
    const wal = statOf(`${place}-wal`);
    const shm = statOf(`${place}-shm`);
    if (wal === undefined || (wal.size === 0n && shm === undefined)) {
      return { mode: 'still', version: `${identity}:${file.size}:${file.mtimeNs}`, untouched };
    }
    if (shm === undefined) {
      const words = 'a -wal file without its -shm is beside it; open it once with a program that may write.';
      throw new Refusal('unreadable', words);
    }
    return { mode: 'shared', version: identity, untouched };
  }
}

function statOf(path: string): BigIntStats | undefined {
  return allowed(() => statSync(path, { bigint: true, throwIfNoEntry: false }));
}

/** Where SQLite looks for what is beside a file: at the end of all links, but not on Windows. */
function placeOf(path: string): string {
  return process.platform === 'win32' ? path : allowed(() => realpathSync.native(path));
}

/** What the system gives; its own words of why it does not would tell where the file is. */
function allowed<T>(look: () => T): T {
  try {
    return look();
  } catch {
    throw new Refusal('unreadable', 'the file may not be read.');
  }
}

function isSame(a: BigIntStats, b: BigIntStats): boolean {
  return (
    a.ino === b.ino &&
    a.dev === b.dev &&
    a.size === b.size &&
    a.mtimeNs === b.mtimeNs &&
    a.ctimeNs === b.ctimeNs
  );
}

function isSettled({ mtimeNs, ctimeNs }: BigIntStats): boolean {
  const last = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
  return BigInt(Date.now()) * 1_000_000n - last > STEP;
}

function inWalMode(path: string): boolean {
  const fd = allowed(() => openSync(path, 'r'));
  try {
    const versions = Buffer.alloc(2);
    const read = allowed(() => readSync(fd, versions, 0, 2, VERSION_AT));
    return read === 2 && versions[0] === WAL && versions[1] === WAL;
  } finally {
    closeSync(fd);
  }
}
