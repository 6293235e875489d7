import { rmdirSync, unlinkSync } from 'node:fs';
import { ToolError } from '../../errors.ts';
import type { Slot } from '../guard/guard.ts';
import { codeOf, diskFailure } from './disk-failure.ts';
import { entryOf } from './entry-of.ts';
import { placeKey } from './place-key.ts';
import { type Contents, type Denied, refuseProtected, somethingProtected } from './protected.ts';
import { serialise } from './queue.ts';
import { quoted } from './quoted.ts';
import { refuseReserved } from './reserved.ts';
import { type Entry, eachEntry, startWalk, type Walk } from './tree.ts';

export interface DeleteOptions {
  /** A folder that is not empty is only deleted with this. */
  recursive?: boolean | undefined;
  denied: Denied;
  signal?: AbortSignal | undefined;
}

/**
 * Deletes what a slot names, and tells how much that was. Links are removed, never followed. A folder with something protected in it stays
 * whole; one that cannot be emptied for another reason keeps what was left.
 *
 * @throws ToolError `not_found`, `invalid_input` for a folder that is not empty without `recursive`, `forbidden`,
 *   `limited`, `unavailable`, `cancelled`
 */
export async function deletePlace(slot: Slot, options: DeleteOptions): Promise<Contents> {
  refuseReserved(slot);
  return serialise(placeKey(slot), () => deleteNow(slot, options), options.signal);
}

async function deleteNow(slot: Slot, options: DeleteOptions): Promise<Contents> {
  const { shown } = slot;
  try {
    const entry = entryOf(slot);
    if (!entry.stat.isDirectory()) {
      unlinkSync(entry.path);
      return { files: 1, folders: 0 };
    }
    if (!options.recursive) {
      removeEmpty(entry.path, shown);
      return { files: 0, folders: 1 };
    }
    await refuseProtected(entry, { ...options, shown });
    return await deleteTree(entry, startWalk(shown, options.signal), options.denied);
  } catch (error) {
    throw diskFailure(error, shown);
  }
}

/** Deletes a folder and all below it. Rules are asked again: something may have come since they were asked. */
export async function deleteTree(folder: Entry, walk: Walk, denied: Denied, depth = 0): Promise<Contents> {
  const gone = { files: 0, folders: 1 };
  await eachEntry(folder, walk, depth, async (entry) => {
    if (denied(entry.relative)) throw somethingProtected(walk.shown);
    if (entry.stat.isDirectory()) {
      const below = await deleteTree(entry, walk, denied, depth + 1);
      gone.files += below.files;
      gone.folders += below.folders;
    } else {
      unlinkSync(entry.path);
      gone.files++;
    }
  });
  rmdirSync(folder.path);
  return gone;
}

function removeEmpty(path: string, shown: string): void {
  try {
    rmdirSync(path);
  } catch (error) {
    throw codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST' ? notEmpty(shown) : error;
  }
}

export function notEmpty(shown: string): ToolError {
  return new ToolError('invalid_input', `${quoted(shown)} is a folder that is not empty.`, {
    hint: 'List it first; to delete it with all that is in it, set `recursive` to true.',
  });
}
