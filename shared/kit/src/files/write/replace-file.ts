import { type BigIntStats, lstatSync } from 'node:fs';
import { ToolError } from '../../errors.ts';
import type { Slot } from '../guard/guard.ts';
import { WHOLE_LIMIT } from '../text/version.ts';
import { type Current, openCurrent } from './current.ts';
import { diskFailure } from './disk-failure.ts';
import { type Lock, takeLock } from './lock.ts';
import { placeKey } from './place-key.ts';
import { changedMeanwhile, publish } from './publish.ts';
import { serialise } from './queue.ts';
import { quoted } from './quoted.ts';
import { refuseReserved } from './reserved.ts';

export interface ReplaceOptions {
  /** The version the caller has seen; anything else is a conflict. */
  ifVersion?: string | undefined;
  mustExist?: boolean | undefined;
  mustNotExist?: boolean | undefined;
  /** Whether `make` looks at the bytes that are there. If not, a file of any size may be replaced. Default true. */
  needsCurrent?: boolean | undefined;
  /** Bytes at most, before and after. Default `WHOLE_LIMIT`. */
  maxBytes?: number | undefined;
  /** Milliseconds to wait for another process that writes the same file. Default 5,000. */
  patienceMs?: number | undefined;
  /** Milliseconds after which a temporary file that nobody writes to is a killed process's. Default 30,000. */
  staleMs?: number | undefined;
  signal?: AbortSignal | undefined;
}

export interface Replaced {
  version: string;
  /** Bytes of the file now. */
  size: number;
  /** What was there; undefined where the file is new. */
  before?: { version: string; size: number };
  /** False where the new bytes are the old ones; then nothing was written. */
  changed: boolean;
  /** Whether mode, owner, extended attributes and access control lists are as before. */
  attributesKept: boolean;
}

/** Gives the bytes a file shall have; may throw to leave everything as it is. */
export type Make = (current: Buffer | undefined, stat: BigIntStats | undefined) => Buffer;

/**
 * Creates or replaces the file in a slot so that at any moment, also when the process is killed, it is wholly
 * old or wholly new, and no update of this or another process is lost. Does not follow links: hold the place a
 * link leads to first. Other hard links to a replaced file keep the old content.
 *
 * @throws ToolError `conflict` where the file is not as expected or another process keeps writing it,
 *   `not_found`, `forbidden`, `invalid_input`, `limited`, `unavailable`, `cancelled`, or what `make` throws
 */
export async function replaceFile(slot: Slot, make: Make, options: ReplaceOptions = {}): Promise<Replaced> {
  refuseReserved(slot);
  return serialise(placeKey(slot), () => replaceLocked(slot, make, options), options.signal);
}

async function replaceLocked(slot: Slot, make: Make, options: ReplaceOptions): Promise<Replaced> {
  let lock: Lock | undefined;
  let current: Current | undefined;
  try {
    let existed = false;
    lock = await takeLock(slot, options, () => {
      existed = lstatSync(slot.path, { throwIfNoEntry: false }) !== undefined;
      // The temporary file of an existing one is private until it has the same rights.
      return existed ? 0o600 : 0o666;
    });
    const maxBytes = options.maxBytes ?? WHOLE_LIMIT;
    current = await openCurrent(slot, options.needsCurrent === false ? undefined : maxBytes);
    refuseUnexpected(slot.shown, current, options);
    // The temporary file has the rights for the other case.
    if (existed !== (current !== undefined)) throw changedMeanwhile(slot.shown);
    const next = make(current?.bytes, current?.stat);
    if (next.length > maxBytes) throw tooLarge(slot.shown, next.length, maxBytes);
    if (current?.bytes?.equals(next)) return unchanged(current);
    const published = await publish(slot, lock, { current, next, signal: options.signal });
    return { ...published, size: next.length, ...beforeOf(current), changed: true };
  } catch (error) {
    throw diskFailure(error, slot.shown);
  } finally {
    current?.close();
    lock?.release();
  }
}

function refuseUnexpected(shown: string, current: Current | undefined, options: ReplaceOptions): void {
  const name = quoted(shown);
  if (current && options.mustNotExist) {
    throw new ToolError('conflict', `${name} exists already.`, {
      hint: `Read it first (version ${current.version}), then edit or overwrite it, or choose another name.`,
    });
  }
  if (!current && (options.mustExist || options.ifVersion !== undefined)) {
    throw new ToolError('not_found', `${name} does not exist.`, {
      hint: 'List the folder above it to see the exact names.',
    });
  }
  if (current && options.ifVersion !== undefined && options.ifVersion !== current.version) {
    throw new ToolError('conflict', `${name} has changed since: its version is ${current.version} now.`, {
      hint: 'Read it again, then repeat the change with the new version.',
    });
  }
}

function unchanged(current: Current): Replaced {
  const { version, stat } = current;
  return { version, size: Number(stat.size), ...beforeOf(current), changed: false, attributesKept: true };
}

function beforeOf(current: Current | undefined): Pick<Replaced, 'before'> {
  return current ? { before: { version: current.version, size: Number(current.stat.size) } } : {};
}

function tooLarge(shown: string, size: number, maxBytes: number): ToolError {
  return new ToolError('limited', `${quoted(shown)} would have ${size} bytes, more than ${maxBytes}.`, {
    hint: 'Write less, or split it into several files.',
    retryable: false,
  });
}
