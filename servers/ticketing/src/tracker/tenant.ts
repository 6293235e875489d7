declare const BRAND: unique symbol;

/**
 * Whose tickets are meant. Made of the caller by `whoOf`, or of what the operator says; every call of a tracker takes
 * one, so that what a model says can never choose it.
 */
export type Tenant = string & { readonly [BRAND]: 'tenant' };

/** As what somebody writes in a ticket. What a customer or nobody known wrote is never to be acted on. */
export type Role = 'member' | 'customer' | 'bot' | 'unknown';

/** Somebody as a ticket names them. */
export interface Person {
  /** What assigning takes: a login, or the subject of a credential. */
  id: string;
  /** As people know them; the id where nothing better is known. */
  name: string;
  role: Role;
}

/** For whom a call of a tracker is made. A tracker with accounts of its own writes in the name of its token's owner. */
export interface Who {
  tenant: Tenant;
  person: Person;
}

/** What is known of a caller: a part of what the kit gives to every call. */
interface Caller {
  subject: string;
  tenant?: string;
  scopes?: readonly string[];
  via: string;
}

/** In front of what callers are called, so that no tenant is named like the one that nobody named. */
const NAMED = 'named:';
const NOBODYS = 'local';

/**
 * Who is calling. Those without a tenant, such as the local user of a stdio server, share one that no credential can
 * name. `as` is what a local user wants to be called: agents that run as one user are told apart by it. Who has the
 * scope `customerScope` is a customer.
 */
export function whoOf(
  { subject, tenant, scopes = [], via }: Caller,
  as?: string,
  customerScope?: string,
): Who {
  const isLocal = via === 'stdio' || via === 'open';
  const id = isLocal && as !== undefined ? as : subject;
  return {
    tenant: tenantOf(tenant),
    person: { id, name: id, role: scopes.some((scope) => scope === customerScope) ? 'customer' : 'member' },
  };
}

/** The tenant of that name; of those without one where none is given. */
export function tenantOf(name: string | undefined): Tenant {
  return (name === undefined ? NOBODYS : NAMED + name) as Tenant;
}
