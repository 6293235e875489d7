import { replaceFile, type Slot } from '@ashlar/kit/files';
import { applyEdits, type Edit, type Edited } from './apply-edits.ts';

export interface EditOptions {
  /** Only say what would change. */
  dryRun: boolean;
  ifVersion: string | undefined;
  signal: AbortSignal;
}

/** Applies edits to the file in a slot. Throws what `applyEdits` and `replaceFile` throw, and then nothing changed. */
export async function editPlace(
  slot: Slot,
  edits: readonly Edit[],
  options: EditOptions,
): Promise<{ edited: Edited; version: string }> {
  const { dryRun, ifVersion, signal } = options;
  let edited: Edited | undefined;
  const { version } = await replaceFile(
    slot,
    (current = Buffer.alloc(0)) => {
      edited = applyEdits(current, edits);
      return dryRun ? current : edited.bytes;
    },
    { mustExist: true, ifVersion, signal },
  );
  return { edited: edited as Edited, version };
}
