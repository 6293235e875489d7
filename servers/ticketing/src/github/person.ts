import type { Person, Role } from '../tracker/tenant.ts';

/** Somebody as GitHub names them; null for an account that was deleted. */
export interface Account {
  login: string;
  type?: string | undefined;
}

/** What `author_association` says of those who may change the repository. */
const MEMBERS: ReadonlySet<string> = new Set(['OWNER', 'MEMBER', 'COLLABORATOR']);

/** Who wrote something. Anybody may write to a public repository, and is a customer, also after a contribution. */
export function personOf(account: Account | null | undefined, association?: string): Person {
  if (account === null || account === undefined) return { id: 'ghost', name: 'ghost', role: 'unknown' };
  const { login } = account;
  return { id: login, name: login, role: roleOf(account, association) };
}

function roleOf({ login, type }: Account, association: string | undefined): Role {
  if (type === 'Bot' || login.endsWith('[bot]')) return 'bot';
  if (association === undefined) return 'unknown';
  return MEMBERS.has(association) ? 'member' : 'customer';
}
