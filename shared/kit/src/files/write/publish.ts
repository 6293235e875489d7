import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  fsync,
  lstatSync,
  renameSync,
  write,
} from 'node:fs';
import { promisify } from 'node:util';
import { ToolError } from '../../errors.ts';
import type { Slot } from '../guard/guard.ts';
import { throwIfCancelled } from '../text/cancelled.ts';
import { contentVersion, statVersion, WHOLE_LIMIT } from '../text/version.ts';
import { keepAttributes, startAsCopy } from './attributes.ts';
import type { Current } from './current.ts';
import type { Lock } from './lock.ts';
import { placeNew } from './place-new.ts';
import { quoted } from './quoted.ts';

const writeInto = promisify(write);
const flush = promisify(fsync);

export interface Change {
  /** What is replaced; undefined where nothing may be there. */
  current: Current | undefined;
  next: Buffer;
  signal: AbortSignal | undefined;
}

export interface Published {
  version: string;
  attributesKept: boolean;
}

/**
 * Fills the temporary file, gives it the attributes of the file it replaces, makes it last and puts it in place.
 *
 * @throws ToolError `conflict` where the target or the lock are not what they were; the system's errors
 */
export async function publish(slot: Slot, lock: Lock, change: Change): Promise<Published> {
  const { current, next, signal } = change;
  const copied = current && process.platform === 'darwin' ? await startAsCopy(slot, lock) : false;
  await writeAll(lock.fd, next);
  const attributesKept = current ? await keepAttributes(current, lock.fd, copied) : true;
  await flush(lock.fd);
  throwIfCancelled(signal);
  if (!lock.ours()) throw changedMeanwhile(slot.shown);
  if (current) {
    const now = lstatSync(slot.path, { bigint: true, throwIfNoEntry: false });
    if (!now || !sameState(now, current.stat)) throw changedMeanwhile(slot.shown);
    current.close();
    renameSync(lock.path, slot.path);
  } else {
    placeNew(lock.path, slot.path);
  }
  const version =
    next.length <= WHOLE_LIMIT ? contentVersion(next) : statVersion(fstatSync(lock.fd, { bigint: true }));
  await flushFolder(slot);
  return { version, attributesKept };
}

/** ctime is among them, so that a change of rights or attributes in between is not undone. */
function sameState(a: BigIntStats, b: BigIntStats): boolean {
  return (
    a.ino === b.ino &&
    a.dev === b.dev &&
    a.size === b.size &&
    a.mtimeNs === b.mtimeNs &&
    a.ctimeNs === b.ctimeNs
  );
}

async function writeAll(fd: number, bytes: Buffer): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await writeInto(fd, bytes, written, bytes.length - written, written);
    written += bytesWritten;
  }
}

/** Makes the new name last. The file is in place already, so a disk that cannot do it is no failure. */
async function flushFolder(slot: Slot): Promise<void> {
  try {
    const fd = slot.folder.open(constants.O_RDONLY);
    await flush(fd).finally(() => closeSync(fd));
  } catch {
    // Windows and some network disks cannot flush a folder.
  }
}

/** The error where a change of somebody else would be lost. */
export function changedMeanwhile(shown: string): ToolError {
  return new ToolError('conflict', `${quoted(shown)} was changed by another program meanwhile.`, {
    hint: 'Read it again, then repeat the change.',
    retryable: true,
  });
}
