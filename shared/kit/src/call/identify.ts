import { ToolError } from '../errors.ts';
import type { Operation } from './call.ts';
import type { Caller, Exchange } from './context.ts';

/** Who is calling. Throws `ToolError` (`forbidden`) where nobody vouched for the caller. */
export function identify({ caller }: Exchange): Caller {
  if (caller === undefined) {
    throw new ToolError('forbidden', 'The caller is not known.', { hint: 'Authenticate and call again.' });
  }
  return caller;
}

/**
 * May they. The local user of a stdio server and callers of an open loopback port may do all that the server
 * was started to offer; for anyone else there is no rule yet, so the answer is no.
 */
export function permit(operation: Operation<unknown>, { via }: Caller): void {
  if (via === 'stdio' || via === 'open') return;
  throw new ToolError('forbidden', `This caller may not use ${operation.name}.`);
}
