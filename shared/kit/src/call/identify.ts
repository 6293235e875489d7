import type { Access } from '../define.ts';
import { ToolError } from '../errors.ts';
import { allows, scopeFor } from '../identity/scopes.ts';
import type { Host } from '../serve/host.ts';
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
 * was started to offer; everyone else needs the scope of the operation's access. Over HTTP the gate has asked
 * the same before, so that a client could step up; this is the check that cannot be walked around.
 */
export function permit(host: Host, operation: Operation<unknown>, caller: Caller): void {
  if (mayUse(host, caller, operation.access)) return;
  throw new ToolError('forbidden', `This caller may not use ${operation.name}.`, {
    hint: `It takes the scope ${scopeFor(host.server.name, operation.access)}.`,
  });
}

/** The same as a question: what a caller may not use is not listed for it either. */
export function mayUse(
  { server }: Pick<Host, 'server'>,
  caller: Caller | undefined,
  access: Access,
): boolean {
  if (caller === undefined) return false;
  if (caller.via === 'stdio' || caller.via === 'open') return true;
  return allows(caller.scopes, server.name, access);
}
