import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Milliseconds after which nobody is writing a file any more, whatever process has the number of its writer now. */
const LEFT_OVER_MS = 3_600_000;
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

/** A file of this user alone, open for reading. Throws for all else. */
export function openKept(path: string): { fd: number; size: number } {
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | NO_FOLLOW);
  const stat = fstatSync(fd);
  const mine = process.getuid === undefined || stat.uid === process.getuid();
  if (stat.isFile() && stat.nlink === 1 && mine) return { fd, size: stat.size };
  closeSync(fd);
  throw new Error('not a file of our own');
}

/** Bytes of a file; throws where it does not have so many. */
export function bytesAt(fd: number, position: number, length: number): Buffer {
  return fill(fd, position, Buffer.allocUnsafeSlow(length));
}

/** Fills it with bytes of a file; throws where that does not have so many. */
export function fill(fd: number, position: number, bytes: Buffer): Buffer {
  for (let filled = 0; filled < bytes.length; ) {
    const count = readSync(fd, bytes, filled, bytes.length - filled, position + filled);
    if (count === 0) throw new Error('too short');
    filled += count;
  }
  return bytes;
}

/** A name beside a path by which what a killed process left is found: it is cleared away with the next writing. */
export function temporaryOf(path: string): string {
  return `${path}.${process.pid}-${Date.now().toString(36)}.new`;
}

/** Of some bytes, as if they were one behind the other. */
export function hashOf(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** A file that takes the place of another when it is whole, and is gone when it is not. */
export class NewFile {
  readonly #path: string;
  readonly #temporary: string;
  #fd: number;

  /** Throws what the system says. */
  constructor(path: string) {
    this.#path = path;
    this.#temporary = temporaryOf(path);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    removeLeftovers(path);
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW;
    this.#fd = openSync(this.#temporary, flags, 0o600);
  }

  write(bytes: Uint8Array): void {
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#fd, bytes, written);
  }

  publish(): void {
    closeSync(this.#fd);
    this.#fd = -1;
    renameSync(this.#temporary, this.#path);
  }

  /** Takes back what was not published. */
  discard(): void {
    if (this.#fd >= 0) closeSync(this.#fd);
    this.#fd = -1;
    rmSync(this.#temporary, { force: true });
  }
}

/** What processes left that were killed while they were writing. */
function removeLeftovers(path: string): void {
  const folder = dirname(path);
  for (const name of readdirSync(folder)) {
    const pid = /^\.(\d{1,10})-[0-9a-z]+\.new$/.exec(name.slice(basename(path).length))?.[1];
    if (pid === undefined || !name.startsWith(basename(path))) continue;
    const stat = statSync(join(folder, name), { throwIfNoEntry: false });
    const isOld = stat !== undefined && stat.mtimeMs < Date.now() - LEFT_OVER_MS;
    if (isOld || !isRunning(Number(pid))) rmSync(join(folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
