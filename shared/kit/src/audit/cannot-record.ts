import type { Access } from '../define.ts';
import { ToolError } from '../errors.ts';
import type { Gap } from './gap.ts';

/** What is still taken while nothing can be recorded: no call, or calls that only read. */
export type WhenFull = 'refuse' | 'reads';

/** Refuses a call that could not be recorded, with `ToolError` (`unavailable`), or counts one that may go on. */
export function refuse(gap: Gap, access: Access, full: WhenFull): void {
  if (access === 'read' && full === 'reads') return gap.countRead();
  gap.countRefused();
  throw new ToolError('unavailable', 'Calls must be recorded here, and records cannot be written now.', {
    hint: 'Try again later; the operator sees why in the log of the server.',
    retryAfterMs: 1_000,
  });
}

/** For a call that has run, and whose record did not reach the disk. */
export function unsettled(): ToolError {
  return new ToolError('unavailable', 'This was done, but it could not be recorded safely.', {
    hint: 'Do not repeat it: look at what is there now.',
    retryable: false,
  });
}
