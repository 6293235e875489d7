import { ToolError } from '../../errors.ts';
import type { Guard, Held, Slot } from '../guard/guard.ts';
import { quoted } from './quoted.ts';

/**
 * The slot that a write to a path goes to: where the path ends in a link, the slot of what the link leads to,
 * as long as that lies below a root, so that the link stays and its target changes.
 */
export function targetSlot(guard: Guard, path: string, options: { makeFolders?: boolean } = {}): Slot {
  const slot = guard.slot(path, options);
  if (slot.stat?.isSymbolicLink() !== true) return slot;
  slot.close();
  const held = holdTarget(guard, path, slot.shown);
  held.close();
  const target = guard.slot(held.shown);
  if (target.stat?.isSymbolicLink() !== true) return target;
  target.close();
  throw new ToolError('conflict', `${quoted(held.shown)} was exchanged for a link meanwhile.`, {
    hint: 'Try again.',
    retryable: true,
  });
}

/** "It does not exist" alone would puzzle who has just seen the link in a listing. */
function holdTarget(guard: Guard, path: string, shown: string): Held {
  try {
    return guard.hold(path);
  } catch (error) {
    if (!(error instanceof ToolError) || error.code !== 'not_found') throw error;
    throw new ToolError('not_found', `${quoted(shown)} is a link, and what it leads to does not exist.`, {
      hint: 'Write to the path that it leads to, or delete the link first.',
    });
  }
}
