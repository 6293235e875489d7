import { ToolError } from '../../errors.ts';
import type { Slot } from '../guard/guard.ts';
import { isLeftover } from './leftover-name.ts';
import { quoted } from './quoted.ts';

/**
 * Temporary files are locks as well: who could write, move or delete them could undo what a lock is for.
 *
 * @throws ToolError `invalid_input` for a name that this server gives to its temporary files
 */
export function refuseReserved({ name, shown }: Pick<Slot, 'name' | 'shown'>): void {
  if (!isLeftover(name)) return;
  throw new ToolError('invalid_input', `${quoted(shown)} is a name this server keeps for itself.`, {
    hint: 'Choose another name.',
  });
}
