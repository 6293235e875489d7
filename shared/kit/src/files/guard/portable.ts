import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  lstatSync,
  openSync,
  realpathSync,
  type Stats,
} from 'node:fs';
import { basename, join } from 'node:path';
import { errnoOf } from './disk-error.ts';
import type { Grip, Reach } from './reach.ts';

/** Refuses a link anywhere in the path. sys/fcntl.h of macOS 11 and later; not to be joined with O_NOFOLLOW. */
const O_NOFOLLOW_ANY = 0x20000000;

/**
 * Containment by name, for platforms whose descriptors cannot be walked from (macOS, Windows, Linux without
 * procfs). A thing is known by its real path, and by device and file number: both are compared again after
 * opening.
 *
 * What remains: someone who can write below a root and swaps a folder for a link (on Windows a junction)
 * between the last check and the system call is not stopped in slots, that is in creating, renaming and
 * deleting; on reading and on writing in place the comparison after opening leaves a far smaller gap, and on
 * macOS the kernel itself refuses links at that moment. Files that stand still are contained as on Linux.
 */
export function portableReach(platform: NodeJS.Platform): Reach {
  const noLinks = platform === 'darwin' ? O_NOFOLLOW_ANY : (constants.O_NOFOLLOW ?? 0);
  const flags = noLinks | (constants.O_NONBLOCK ?? 0);
  return {
    take: (path) => new NamedFile(path, flags),
    entry(folder, name) {
      const path = join(folder, name);
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (stat === undefined) return undefined;
      // A short name (GIT~1) or another case opens the file as well: the rules need its one true name.
      return { name: stat.isSymbolicLink() ? name : basename(realpathSync.native(path)), stat };
    },
  };
}

class NamedFile implements Grip {
  readonly stat: Stats;
  path: string;
  readonly #flags: number;
  /** File numbers of Windows do not fit the doubles of `Stats`. */
  readonly #identity: BigIntStats;

  constructor(path: string, flags: number) {
    this.path = path;
    this.#flags = flags;
    this.stat = lstatSync(path);
    this.#identity = lstatSync(path, { bigint: true });
  }

  /** From here on the thing goes by this path: case and short names as the disk has them, no link in it. */
  real(): string {
    this.path = realpathSync.native(this.path);
    return this.path;
  }

  open(flags: number): number | undefined {
    // Neither may take effect before the comparison says whose file this is.
    const harmless = flags & ~(constants.O_TRUNC | constants.O_CREAT | constants.O_NOFOLLOW);
    const fd = openUnlessLink(this.path, harmless | this.#flags);
    if (fd === undefined) return undefined;
    try {
      if (this.#isStill(fstatSync(fd, { bigint: true })) && realpathSync.native(this.path) === this.path) {
        if (flags & constants.O_TRUNC) ftruncateSync(fd);
        return fd;
      }
    } catch (error) {
      closeSync(fd);
      throw error;
    }
    closeSync(fd);
    return undefined;
  }

  #isStill(opened: BigIntStats): boolean {
    return opened.dev === this.#identity.dev && opened.ino === this.#identity.ino;
  }

  close(): void {}
}

function openUnlessLink(path: string, flags: number): number | undefined {
  try {
    return openSync(path, flags);
  } catch (error) {
    // The answer to O_NOFOLLOW at a link; EMLINK on FreeBSD.
    const code = errnoOf(error);
    if (code === 'ELOOP' || code === 'EMLINK') return undefined;
    throw error;
  }
}
