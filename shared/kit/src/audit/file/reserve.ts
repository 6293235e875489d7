import { randomBytes } from 'node:crypto';
import { closeSync, constants, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';

/** Room for the records of calls that run while a disk becomes full. */
export const RESERVE_BYTES = 256 * 1024;

/** Room that is kept beside an audit file, to be given up when there is no other. */
export class Reserve {
  readonly #path: string;

  constructor(file: string) {
    this.#path = `${file}.reserve`;
  }

  /** Takes the room, where it is not held already. Throws what `fs` throws, `ENOSPC` above all. */
  take(): void {
    if (statSync(this.#path, { throwIfNoEntry: false })?.size === RESERVE_BYTES) return;
    this.release();
    const { O_WRONLY, O_CREAT, O_EXCL } = constants;
    const fd = openSync(this.#path, O_WRONLY | O_CREAT | O_EXCL, 0o600);
    try {
      // By chance: a file system that packs zeros would hold no room.
      const bytes = randomBytes(RESERVE_BYTES);
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
      fsyncSync(fd);
    } catch (error) {
      this.release();
      throw error;
    } finally {
      closeSync(fd);
    }
  }

  release(): void {
    rmSync(this.#path, { force: true });
  }
}
