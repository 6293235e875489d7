import { ToolError } from '@ashlar/kit/errors';

/** A path below the root that divides a walk into what is done and what is to come; it needs not exist any more. */
export type Cursor = readonly string[];

/**
 * The names that lead from a start folder to where the walk goes on. Throws `ToolError` (invalid_input) where
 * `after` does not lie below the start.
 */
export function cursorBelow(start: string, after: string): Cursor {
  const prefix = start === '' ? '' : `${start}/`;
  if (after.startsWith(prefix) && after !== prefix) return after.slice(prefix.length).split('/');
  throw new ToolError('invalid_input', 'This cursor belongs to a call with another path.', {
    hint: 'Repeat the call that gave the cursor, with the same arguments, or leave it out to begin again.',
  });
}

export type Side = 'before' | 'towards' | 'at' | 'after';

/** Where a name in a folder lies, seen from the cursor below that folder: `towards` leads to it. */
export function sideOf(cursor: Cursor | undefined, name: string): Side {
  const wanted = cursor?.[0];
  if (wanted === undefined || name > wanted) return 'after';
  if (name < wanted) return 'before';
  return cursor?.length === 1 ? 'at' : 'towards';
}
