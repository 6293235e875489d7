import { lstatSync } from 'node:fs';
import { ToolError } from '../../errors.ts';
import type { Slot } from '../guard/guard.ts';
import { quoted } from './quoted.ts';
import type { Entry } from './tree.ts';

/**
 * What a slot names now: a task that waited for its turn may find another file there than when the slot was held.
 *
 * @throws ToolError `not_found`
 */
export function entryOf({ path, relative, shown }: Slot): Entry {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat) return { path, relative, stat };
  throw new ToolError('not_found', `${quoted(shown)} does not exist.`, {
    hint: 'List the folder above it to see the exact names.',
  });
}
