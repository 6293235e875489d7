import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  futimesSync,
  mkdirSync,
  openSync,
  read,
  readlinkSync,
  symlinkSync,
  unlinkSync,
  write,
} from 'node:fs';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { ToolError } from '../../errors.ts';
import { throwIfCancelled } from '../text/cancelled.ts';
import { createNew } from './create-new.ts';
import { deleteTree } from './delete-place.ts';
import { quoted } from './quoted.ts';
import { type Entry, eachEntry, holdFolder, startWalk, type Walk } from './tree.ts';

const readInto = promisify(read);
const writeFrom = promisify(write);

/** Bytes copied between two looks at the signal. */
const CHUNK = 1024 * 1024;
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Copies a file, a link (as a link) or a folder with all below it to a name that is free. Rights and times are
 * kept, owners and extended attributes are not. What fails leaves nothing behind.
 *
 * @param to path of the new name in a held folder
 * @throws ToolError `forbidden` for devices, pipes and sockets, `limited`, `cancelled`; the system's errors,
 *   `EEXIST` where the name is taken
 */
export async function copyTree(from: Entry, to: string, walk: Walk, depth = 0): Promise<void> {
  const { stat } = from;
  if (stat.isSymbolicLink()) return symlinkSync(readlinkSync(from.path), to);
  if (stat.isFile()) return copyFile(from.path, to, walk);
  if (stat.isDirectory()) return copyFolder(from, to, walk, depth);
  throw notCopied(walk.shown);
}

async function copyFolder(from: Entry, to: string, walk: Walk, depth: number): Promise<void> {
  mkdirSync(to, 0o700);
  try {
    const held = holdFolder(to);
    try {
      await eachEntry(from, walk, depth, (entry) =>
        copyTree(entry, `${held.path}/${basename(entry.relative)}`, walk, depth + 1),
      );
      chmodSync(held.path, from.stat.mode & 0o777);
    } finally {
      held.close();
    }
  } catch (error) {
    const made: Entry = { path: to, relative: from.relative, stat: from.stat };
    // The first failure says more than one of the clearing up.
    await deleteTree(made, startWalk(walk.shown, undefined), () => false).catch(() => {});
    throw error;
  }
}

async function copyFile(from: string, to: string, walk: Walk): Promise<void> {
  const source = openSync(from, READ);
  try {
    const stat = fstatSync(source);
    if (!stat.isFile()) throw notCopied(walk.shown);
    const target = createNew(to, 0o600);
    try {
      await copyBytes(source, target, walk.signal);
      // Without the owner, set-user-ID bits would lend the rights of whoever runs this server.
      fchmodSync(target, stat.mode & 0o777);
      futimesSync(target, stat.atime, stat.mtime);
    } catch (error) {
      unlinkSync(to);
      throw error;
    } finally {
      closeSync(target);
    }
  } finally {
    closeSync(source);
  }
}

async function copyBytes(from: number, to: number, signal: AbortSignal | undefined): Promise<void> {
  const buffer = Buffer.allocUnsafe(CHUNK);
  for (;;) {
    throwIfCancelled(signal);
    const { bytesRead } = await readInto(from, buffer, 0, CHUNK, null);
    if (bytesRead === 0) return;
    for (let done = 0; done < bytesRead; ) {
      done += (await writeFrom(to, buffer, done, bytesRead - done, null)).bytesWritten;
    }
  }
}

function notCopied(shown: string): ToolError {
  return new ToolError('forbidden', `${quoted(shown)} is or holds a device, a pipe or a socket.`, {
    hint: 'Such things are not copied; name the files you mean.',
  });
}
