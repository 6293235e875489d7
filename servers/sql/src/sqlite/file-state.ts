import { closeSync, openSync, readSync, statSync } from 'node:fs';
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
}

/** Bytes 18 and 19 of the header are 2 in WAL mode: https://www.sqlite.org/fileformat2.html#the_database_header */
const VERSION_AT = 18;
const WAL = 2;

/** Throws `Refusal` (`unreadable`). */
export function fileState(path: string): FileState {
  const file = statOf(path);
  if (file === undefined) throw new Refusal('unreadable', 'the file is not there.');
  const identity = `${file.dev}:${file.ino}`;
  if (!inWalMode(path)) return { mode: 'plain', version: identity };
  const wal = statOf(`${path}-wal`);
  const shm = statOf(`${path}-shm`);
  if (wal === undefined || (wal.size === 0n && shm === undefined)) {
    return { mode: 'still', version: `${identity}:${file.size}:${file.mtimeNs}` };
  }
  if (shm === undefined) {
    const words = 'a -wal file without its -shm is beside it; open it once with a program that may write.';
    throw new Refusal('unreadable', words);
  }
  return { mode: 'shared', version: identity };
}

function statOf(path: string) {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}

function inWalMode(path: string): boolean {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    throw new Refusal('unreadable', 'the file may not be read.');
  }
  try {
    const versions = Buffer.alloc(2);
    return readSync(fd, versions, 0, 2, VERSION_AT) === 2 && versions[0] === WAL && versions[1] === WAL;
  } finally {
    closeSync(fd);
  }
}
