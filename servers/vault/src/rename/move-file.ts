import { lstatSync, renameSync, unlinkSync } from 'node:fs';
import { ToolError } from '@ashlar/kit/errors';
import { asToolError, movePlace, quoted, type Slot } from '@ashlar/kit/files';
import type { Source } from '../disk/open-source.ts';
import { slotNear } from '../disk/slot-at.ts';
import { nameOf } from '../link/fold.ts';
import { flushFolder } from './journal-file.ts';

/**
 * Gives a file of the vault its new path, never over another, so that it lasts. Also finishes what was begun: where the
 * file has both names, the old one goes, and where it has the new one only, nothing is done. Throws `ToolError`:
 * `conflict` where another file has the new path, `not_found` where none has either, and what `movePlace` throws.
 */
export async function moveFile(source: Source, from: string, to: string): Promise<void> {
  const here = slotNear(source, from);
  try {
    const there = slotNear(source, to, { makeFolders: true });
    try {
      await moveBetween(source, here, there, to).catch((error) => {
        throw asToolError(error, from);
      });
      flushFolder(there.folder.path);
      flushFolder(here.folder.path);
    } finally {
      there.close();
    }
  } finally {
    here.close();
  }
}

async function moveBetween(source: Source, here: Slot, there: Slot, to: string): Promise<void> {
  if (here.stat === undefined || here.relative === to) {
    if (there.stat?.isFile()) return;
    throw new ToolError('not_found', `${quoted(here.shown)} is not there any more.`);
  }
  // One name to this disk, though they are written otherwise.
  if (here.relative === there.relative) return renameSync(here.path, besides(there, to));
  if (there.stat === undefined) {
    await movePlace(here, there, { denied: source.guard.denied });
    return;
  }
  if (!sameFile(here, there)) throw taken(to);
  unlinkSync(here.path);
}

/** Whether both names are of one file: a move that was killed between giving it the new one and taking the old one. */
function sameFile(here: Slot, there: Slot): boolean {
  const [one, other] = [here, there].map(({ path }) =>
    lstatSync(path, { bigint: true, throwIfNoEntry: false }),
  );
  return one !== undefined && other !== undefined && one.ino === other.ino && one.dev === other.dev;
}

function besides({ path, name }: Slot, to: string): string {
  return path.slice(0, path.length - name.length) + nameOf(to);
}

export function taken(to: string): ToolError {
  return new ToolError('conflict', `to: ${quoted(to)} exists already.`, { hint: 'Choose another path.' });
}
