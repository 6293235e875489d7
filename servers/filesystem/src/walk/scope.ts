import { compileGlob } from '@ashlar/kit/files';
import type { NamedRoot } from './link-target.ts';
import type { StartPlace } from './start.ts';

/** What every job needs to know, as plain data that can be sent to a thread. */
export interface Scope {
  start: StartPlace;
  roots: NamedRoot[];
  deny: string[];
  allow: string[];
}

/** A glob on paths below a start folder, as a test on paths below the root. Throws `ToolError` (invalid_input). */
export function globBelow(start: string, glob: string): (relative: string) => boolean {
  const matches = compileGlob(glob);
  const prefix = start === '' ? 0 : start.length + 1;
  return (relative) => matches(relative.slice(prefix));
}
