import type { Slot } from '@ashlar/kit/files';
import { fold } from '../link/fold.ts';
import type { Source } from './open-source.ts';
import { aliased } from './refusals.ts';

/**
 * Holds the name at a path of the vault, to write, move or remove what stands there; close it. Throws `ToolError`:
 * `not_found` for what is reached by a link, because it has a path of its own where it lies.
 */
export function slotAt(source: Source, path: string, options: { makeFolders?: boolean } = {}): Slot {
  const slot = slotNear(source, path, options);
  if (slot.relative === path) return slot;
  slot.close();
  throw aliased(path);
}

/** The same, also where the disk spells the name otherwise: in another case, or another Unicode form. */
export function slotNear(source: Source, path: string, options: { makeFolders?: boolean } = {}): Slot {
  const slot = source.guard.slot(source.asked(path), options);
  if (slot.root === source.vault && fold(slot.relative) === fold(path)) return slot;
  slot.close();
  throw aliased(path);
}
