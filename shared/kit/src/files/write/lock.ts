import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  lstatSync,
  openSync,
  renameSync,
  unlinkSync,
} from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ToolError } from '../../errors.ts';
import type { Slot } from '../guard/guard.ts';
import { throwIfCancelled } from '../text/cancelled.ts';
import { tryCreateNew } from './create-new.ts';
import { STALE_MS, temporaryName } from './leftover-name.ts';
import { quoted } from './quoted.ts';
import { removeStale } from './stale.ts';

/** The temporary file of a target, open for writing. While it exists no other process writes the target. */
export interface Lock {
  readonly fd: number;
  /** Reaches the temporary file by its name in the held folder. */
  path: string;
  /** Whether that name still means this file: another process takes over what looks dead. */
  ours(): boolean;
  /** Puts another file of this folder in its place, emptied and open: the name is ours all along. */
  adopt(path: string): void;
  /** Closes the file, and removes it if it still has its name. Never throws. */
  release(): void;
}

export interface LockOptions {
  signal?: AbortSignal | undefined;
  /** Milliseconds to wait for another process. Default 5,000. */
  patienceMs?: number | undefined;
  /** Milliseconds without a write after which a lock counts as left behind. Default `STALE_MS`. */
  staleMs?: number | undefined;
}

const SHORTEST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 50;

/**
 * Waits until this process may write the target of a slot. A lock left by a killed process is taken over once it
 * is stale; should its owner live after all, that one ends in a conflict, and nothing is lost.
 *
 * @param mode of the temporary file, less the process's umask; asked anew at each try
 * @throws ToolError `conflict` (to be tried again) where another process keeps it, `cancelled`
 */
export async function takeLock(slot: Slot, options: LockOptions, mode: () => number): Promise<Lock> {
  const name = temporaryName(slot.name);
  const path = `${slot.folder.path}/${name}`;
  const until = Date.now() + (options.patienceMs ?? 5_000);
  for (let pause = SHORTEST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    throwIfCancelled(options.signal);
    const fd = tryCreateNew(path, mode());
    if (fd !== undefined) return lockOf(fd, path);
    if (removeStale(slot.folder.path, name, Date.now(), options.staleMs)) continue;
    if (Date.now() >= until) throw taken(slot.shown);
    // Uneven pauses keep two processes from meeting at every try.
    await sleep(pause * (0.5 + Math.random()));
  }
}

function lockOf(first: number, path: string): Lock {
  let fd = first;
  const ours = () => {
    const now = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    const mine = fstatSync(fd, { bigint: true });
    return now?.ino === mine.ino && now.dev === mine.dev;
  };
  return {
    get fd() {
      return fd;
    },
    path,
    ours,
    adopt(other) {
      const next = openEmpty(other);
      renameSync(other, path);
      closeSync(fd);
      fd = next;
    },
    release() {
      try {
        if (ours()) unlinkSync(path);
      } catch {
        // Left behind, it is removed as any leftover is.
      } finally {
        closeSync(fd);
      }
    },
  };
}

/** Removed again where it cannot be used. Emptying it also makes its time now: a copy may look as old as its original. */
function openEmpty(path: string): number {
  let fd: number | undefined;
  try {
    fd = openSync(path, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0));
    ftruncateSync(fd);
    return fd;
  } catch (error) {
    if (fd !== undefined) closeSync(fd);
    unlinkSync(path);
    throw error;
  }
}

function taken(shown: string): ToolError {
  return new ToolError('conflict', `Another process is writing ${quoted(shown)}.`, {
    hint: `Try again; a lock left by a killed process ends after ${STALE_MS / 1000} seconds.`,
    retryable: true,
    retryAfterMs: 1_000,
  });
}
