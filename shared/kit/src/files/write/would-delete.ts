import type { Slot } from '../guard/guard.ts';
import { type DeleteOptions, notEmpty } from './delete-place.ts';
import { diskFailure } from './disk-failure.ts';
import { entryOf } from './entry-of.ts';
import { type Contents, refuseProtected } from './protected.ts';
import { refuseReserved } from './reserved.ts';
import type { Entry } from './tree.ts';

/**
 * What deleting a slot would take with it, and the state all of that is in: another version means that something
 * below was changed, came or went. Throws what `deletePlace` would throw, and deletes nothing.
 */
export async function wouldDelete(
  slot: Slot,
  { recursive, denied, signal }: DeleteOptions,
): Promise<{ contents: Contents; version: string }> {
  refuseReserved(slot);
  const { shown } = slot;
  // Not imported: loading node:crypto takes milliseconds of every start.
  const state = process.getBuiltinModule('node:crypto').createHash('sha256');
  const seen = ({ relative, stat: { ino, size, ctimeMs } }: Entry) =>
    state.update(JSON.stringify([relative, ino, size, ctimeMs]));
  try {
    const entry = entryOf(slot);
    seen(entry);
    const contents = entry.stat.isDirectory()
      ? await refuseProtected(entry, { shown, denied, seen, signal })
      : { files: 1, folders: 0 };
    if (!recursive && contents.files + contents.folders > 1) throw notEmpty(shown);
    return { contents, version: state.digest('base64url') };
  } catch (error) {
    throw diskFailure(error, shown);
  }
}
