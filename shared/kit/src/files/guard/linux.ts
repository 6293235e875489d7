import { closeSync, constants, fstatSync, lstatSync, openSync, readlinkSync, type Stats } from 'node:fs';
import type { Grip, Reach } from './reach.ts';

/** Not among Node's constants. asm-generic/fcntl.h; the same on every architecture that Node is built for. */
const O_PATH = 0o10000000;
/** Takes hold without opening: no device wakes up, no FIFO blocks, no link is followed. */
const HOLD = O_PATH | constants.O_NOFOLLOW;
const DESCRIPTORS = '/proc/self/fd';

/**
 * Containment by descriptor. A descriptor stays with its file whatever happens to names; procfs tells where
 * that file is (readlink) and opens that very file (open), so nothing can be exchanged between the check and
 * the use. See open(2) on O_PATH and proc_pid_fd(5).
 */
export const linuxReach: Reach = {
  take: (path) => new Descriptor(path),
  entry(folder, name) {
    const stat = lstatSync(`${folder}/${name}`, { throwIfNoEntry: false });
    return stat && { name, stat };
  },
};

class Descriptor implements Grip {
  readonly stat: Stats;
  readonly path: string;
  #fd: number;

  constructor(path: string) {
    this.#fd = openSync(path, HOLD);
    this.path = `${DESCRIPTORS}/${this.#fd}`;
    try {
      this.stat = fstatSync(this.#fd);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  real(): string {
    return readlinkSync(this.path);
  }

  open(flags: number): number {
    if (this.#fd < 0) throw new Error('The held file is closed already.');
    // The entry in procfs is itself a link, one that cannot be exchanged: it has to be followed.
    return openSync(this.path, flags & ~constants.O_NOFOLLOW);
  }

  /** Harmless when repeated: by then the number may be another file's descriptor. */
  close(): void {
    if (this.#fd < 0) return;
    closeSync(this.#fd);
    this.#fd = -1;
  }
}

/** Whether descriptors can be used as above. Not so without procfs, as in some chroots and sandboxes. */
export function hasDescriptors(folder: string = DESCRIPTORS): boolean {
  try {
    const fd = openSync('/', HOLD);
    try {
      return readlinkSync(`${folder}/${fd}`) === '/';
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}
