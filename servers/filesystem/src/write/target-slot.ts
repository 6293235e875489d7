import { ToolError } from '@ashlar/kit/errors';
import type { Guard, Slot } from '../guard/guard.ts';

/**
 * The slot that a write to a path goes to: where the path ends in a link, the slot of what the link leads to,
 * as long as that lies below a root, so that the link stays and its target changes.
 */
export function targetSlot(guard: Guard, path: string, options: { makeFolders?: boolean } = {}): Slot {
  const slot = guard.slot(path, options);
  if (slot.stat?.isSymbolicLink() !== true) return slot;
  slot.close();
  const held = guard.hold(path);
  held.close();
  const target = guard.slot(held.shown);
  if (target.stat?.isSymbolicLink() !== true) return target;
  target.close();
  throw new ToolError('conflict', `"${held.shown}" was exchanged for a link meanwhile.`, {
    hint: 'Try again.',
  });
}
