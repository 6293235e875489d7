import { closeSync, constants, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { bytesAt, fill, temporaryOf } from './kept-file.ts';
import type { NoteFacts } from './note-facts.ts';

/** Records of notes outside of the memory, as far as the system allows: most of them are never asked for. */
export interface Shelf {
  /** Bytes from `start` to before `end`; use them at once. Throws where they are not there (any more). */
  bytes(start: number, end: number): Buffer;
  close(): void;
}

/** The first so many bytes of an open file, which is closed with the shelf. Throws what the system says. */
export function shelfOf(fd: number, size: number): Shelf {
  if (process.platform !== 'win32') return new FileShelf(fd);
  // There an open file cannot be replaced by a new one.
  const all = bytesAt(fd, 0, size);
  closeSync(fd);
  return { bytes: (start, end) => all.subarray(start, end), close: () => undefined };
}

class FileShelf implements Shelf {
  #fd: number;

  constructor(fd: number) {
    this.#fd = fd;
  }

  bytes(start: number, end: number): Buffer {
    // Its number may be that of another file by now.
    if (this.#fd < 0) throw new Error('The index is closed.');
    return fill(this.#fd, start, Buffer.allocUnsafe(end - start));
  }

  close(): void {
    if (this.#fd >= 0) closeSync(this.#fd);
    this.#fd = -1;
  }
}

/** Characters of records that are written at once. */
const BATCH = 262_144;
/** Bytes of a file of records that nobody cleans up while the server runs. */
const MOST = 512 * 1_048_576;
const FLAGS = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);

/** Puts records, which are in memory, on a shelf of their own: a file without a name, which is gone with this process. */
export class Shelver {
  readonly #path: string;
  #open: { fd: number; shelf: Shelf } | undefined;
  #waiting: NoteFacts[] = [];
  #size = 0;
  #end = 0;

  /** Beside this path, once there is something to write. */
  constructor(path: string) {
    this.#path = path;
  }

  /** By and by. What has no room stays where it is. */
  put(facts: NoteFacts): void {
    if (this.#end > MOST) return;
    this.#waiting.push(facts);
    this.#size += facts.record.length;
    if (this.#size > BATCH) this.#write();
  }

  close(): void {
    this.#end = Number.POSITIVE_INFINITY;
    this.#open?.shelf.close();
  }

  #write(): void {
    const all = this.#waiting.map((facts) => ({ facts, bytes: Buffer.from(facts.record) }));
    this.#waiting = [];
    this.#size = 0;
    try {
      this.#open ??= openBeside(this.#path);
      const whole = Buffer.concat(all.map(({ bytes }) => bytes));
      for (let written = 0; written < whole.length; )
        written += writeSync(this.#open.fd, whole, written, whole.length - written, this.#end + written);
    } catch {
      this.#end = Number.POSITIVE_INFINITY;
      return;
    }
    const { shelf } = this.#open;
    for (const { facts, bytes } of all) {
      facts.shelve(shelf, this.#end, this.#end + bytes.length);
      this.#end += bytes.length;
    }
  }
}

function openBeside(path: string): { fd: number; shelf: Shelf } {
  const temporary = temporaryOf(path);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const fd = openSync(temporary, FLAGS, 0o600);
  rmSync(temporary, { force: true });
  return { fd, shelf: new FileShelf(fd) };
}
