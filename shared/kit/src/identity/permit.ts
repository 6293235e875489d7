import type { Caller } from '../context.ts';
import type { Access } from '../define.ts';
import { ToolError } from '../errors.ts';
import { allows, scopeFor } from './scopes.ts';

/** The server whose scopes count. */
interface Named {
  server: { name: string };
}

/** Who is calling. Throws `ToolError` (`forbidden`) where nobody vouched for the caller. */
export function identify({ caller }: { caller: Caller | undefined }): Caller {
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
export function permit(host: Named, operation: { name: string; access: Access }, caller: Caller): void {
  if (mayUse(host, caller, operation.access)) return;
  throw new ToolError('forbidden', `This caller may not use ${operation.name}.`, {
    hint: `It takes the scope ${scopeFor(host.server.name, operation.access)}.`,
  });
}

/** The same as a question: what a caller may not use is not listed for it either. */
export function mayUse({ server }: Named, caller: Caller | undefined, access: Access): boolean {
  if (caller === undefined) return false;
  if (caller.via === 'stdio' || caller.via === 'open') return true;
  return allows(caller.scopes, server.name, access);
}
