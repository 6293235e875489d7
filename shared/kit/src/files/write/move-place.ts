import { unlinkSync } from 'node:fs';
import { ToolError } from '../../errors.ts';
import type { Slot } from '../guard/guard.ts';
import { copyTree } from './copy-tree.ts';
import { deleteTree } from './delete-place.ts';
import { codeOf, diskFailure } from './disk-failure.ts';
import { entryOf } from './entry-of.ts';
import { placeKey } from './place-key.ts';
import { type Contents, type Denied, refuseProtected } from './protected.ts';
import { serialiseAll } from './queue.ts';
import { quoted } from './quoted.ts';
import { renameWithin } from './rename-within.ts';
import { refuseReserved } from './reserved.ts';
import { type Entry, startWalk } from './tree.ts';

export interface MoveOptions {
  /** Leave the original where it is. */
  copy?: boolean | undefined;
  denied: Denied;
  signal?: AbortSignal | undefined;
}

/**
 * Moves or copies what one slot names to the free name of another, and tells how much that was. Never replaces
 * anything, whatever appears there meanwhile. Links are moved and copied themselves, with the text they have. To
 * another disk it copies, then deletes; there owners and extended attributes are lost.
 *
 * @throws ToolError `not_found`, `conflict` where the new name is taken, `invalid_input` for a folder into itself,
 *   `forbidden` for devices, pipes, sockets and folders with something protected, `limited`, `unavailable`,
 *   `cancelled`
 */
export async function movePlace(from: Slot, to: Slot, options: MoveOptions): Promise<Contents> {
  refuseReserved(from);
  refuseReserved(to);
  const work = () => moveNow(from, to, options);
  return serialiseAll([placeKey(from), placeKey(to)], work, options.signal);
}

async function moveNow(from: Slot, to: Slot, options: MoveOptions): Promise<Contents> {
  const { copy, denied, signal } = options;
  const renamed = (relative: string) => to.relative + relative.slice(from.relative.length);
  try {
    const source = entryOf(from);
    refuseImpossible(source, from, to);
    const contents = source.stat.isDirectory()
      ? await refuseProtected(source, { shown: from.shown, denied, renamed, signal })
      : { files: 1, folders: 0 };
    if (copy || !renameWithin(source, to.path)) {
      await copyTree(source, to.path, startWalk(from.shown, signal));
      if (!copy) await removeOriginal(source, from, to, denied);
    }
    return contents;
  } catch (error) {
    if (codeOf(error) === 'EINVAL' && from.stat?.isDirectory()) throw intoItself(from.shown);
    throw diskFailure(error, codeOf(error) === 'EEXIST' ? to.shown : from.shown);
  }
}

async function removeOriginal(source: Entry, from: Slot, to: Slot, denied: Denied): Promise<void> {
  try {
    if (source.stat.isDirectory()) await deleteTree(source, startWalk(from.shown, undefined), denied);
    else unlinkSync(source.path);
  } catch (cause) {
    const message = `${quoted(from.shown)} was copied to ${quoted(to.shown)}, but could not be deleted.`;
    throw new ToolError('unavailable', message, {
      hint: 'Both exist now: delete the one you do not want.',
      retryable: false,
      cause,
    });
  }
}

function refuseImpossible({ stat }: Entry, from: Slot, to: Slot): void {
  if (!stat.isFile() && !stat.isDirectory() && !stat.isSymbolicLink()) {
    throw new ToolError('forbidden', `${quoted(from.shown)} is a device, a pipe or a socket.`, {
      hint: 'Such things are not moved; choose another file.',
    });
  }
  if (`${placeKey(to)}/`.startsWith(`${placeKey(from)}/`) && stat.isDirectory()) throw intoItself(from.shown);
}

function intoItself(shown: string): ToolError {
  return new ToolError('invalid_input', `${quoted(shown)} cannot be moved or copied into itself.`, {
    hint: 'Choose a folder that is not inside it.',
  });
}
