import { type BigIntStats, closeSync, constants, fstatSync, lstatSync, openSync } from 'node:fs';
import { ToolError } from '../../errors.ts';
import type { Slot } from '../guard/guard.ts';
import { readAll } from '../text/read-bytes.ts';
import { contentVersion, statVersion, WHOLE_LIMIT } from '../text/version.ts';
import { quoted } from './quoted.ts';

/** What stands in a slot now, open for reading. */
export interface Current {
  fd: number;
  stat: BigIntStats;
  /** Undefined in a file beyond `WHOLE_LIMIT`, where the bytes are not needed. */
  bytes: Buffer | undefined;
  version: string;
  /** Harmless when repeated. Windows replaces no file that is open. */
  close(): void;
}

/**
 * Opens and reads the file in a slot; undefined where there is none. The caller closes it.
 *
 * @param maxBytes of the file, where its bytes are needed
 * @throws ToolError `invalid_input` for a folder, `conflict` for a link, `forbidden` for anything else that is
 *   not a regular file, `limited` where it is too large
 */
export async function openCurrent(slot: Slot, maxBytes: number | undefined): Promise<Current | undefined> {
  // Looked at before it is opened: opening acts on a device and wakes who waits at a FIFO.
  const seen = lstatSync(slot.path, { bigint: true, throwIfNoEntry: false });
  if (!seen) return undefined;
  refuseOther(seen, slot.shown);
  const fd = openSync(slot.path, READ);
  try {
    const stat = fstatSync(fd, { bigint: true });
    refuseOther(stat, slot.shown);
    const size = Number(stat.size);
    if (maxBytes !== undefined && size > maxBytes) throw tooLarge(slot.shown, size, maxBytes);
    const bytes = maxBytes !== undefined || size <= WHOLE_LIMIT ? await readAll(fd, size) : undefined;
    const version = bytes && size <= WHOLE_LIMIT ? contentVersion(bytes) : statVersion(stat);
    let open = true;
    const close = () => {
      if (open) closeSync(fd);
      open = false;
    };
    return { fd, stat, bytes, version, close };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

function refuseOther(stat: BigIntStats, shown: string): void {
  if (stat.isFile()) return;
  const name = quoted(shown);
  if (stat.isDirectory()) {
    throw new ToolError('invalid_input', `${name} is a folder.`, { hint: 'Name a file in it.' });
  }
  if (stat.isSymbolicLink()) {
    throw new ToolError('conflict', `${name} has become a link.`, { hint: 'Try again.', retryable: true });
  }
  throw new ToolError('forbidden', `${name} is not a regular file.`, {
    hint: 'Devices, pipes and sockets are never written; choose another file.',
  });
}

function tooLarge(shown: string, size: number, maxBytes: number): ToolError {
  return new ToolError('limited', `${quoted(shown)} has ${size} bytes; at most ${maxBytes} can be changed.`, {
    hint: 'Write a new file instead.',
    retryable: false,
  });
}
