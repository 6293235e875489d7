import type { Caller } from '../context.ts';

/**
 * By what the use of a caller is counted: who vouched for them, their tenant and their name; never by what a
 * client says of itself. Hashed, so that a shared store does not show who calls, and no name can look like two.
 */
export function callerKey(caller: Caller): string {
  const { via, tenant, subject } = caller;
  const key = KEYS.get(caller) ?? hash([via, tenant ?? null, subject]);
  KEYS.set(caller, key);
  return key;
}

/** One request asks several times, and an open port has one caller for ever. */
const KEYS = new WeakMap<Caller, string>();
const TENANT_KEYS = new WeakMap<Caller, string>();

/** The same for all callers of a tenant. Those without one count as one tenant together. */
export function tenantKey(caller: Caller): string {
  const key = TENANT_KEYS.get(caller) ?? hash([caller.tenant ?? null]);
  TENANT_KEYS.set(caller, key);
  return key;
}

/** Loading node:crypto takes several milliseconds, and the start of a stdio server needs none of it. */
function hash(parts: readonly (string | null)[]): string {
  return process
    .getBuiltinModule('node:crypto')
    .hash('sha256', JSON.stringify(parts), 'base64url')
    .slice(0, 22);
}
