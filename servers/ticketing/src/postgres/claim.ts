import { claim, release } from '../rules/claim.ts';
import { unchanged } from '../rules/edit.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Claimed } from '../tracker/tracker.ts';
import { applyEdit, setColumns } from './edit.ts';
import type { Scope } from './store.ts';
import { lockedTicket } from './ticket-row.ts';

/** Takes a ticket for a person. Of many who try at once one gets it: the others wait for its row, and see who holds it. */
export async function claimTicket(scope: Scope, id: string, leaseMs: number): Promise<Claimed> {
  const ticket = await lockedTicket(scope, id);
  const claimed = claim(scope, ticket, leaseMs);
  if ('edit' in claimed) return { ...(await applyEdit(scope, ticket, claimed.edit)), already: false };
  await setColumns(scope, ticket, claimed.prolonged);
  return { ...unchanged(ticket), already: true };
}

export async function releaseTicket(scope: Scope, id: string): Promise<Written> {
  const ticket = await lockedTicket(scope, id);
  return applyEdit(scope, ticket, release(scope, ticket));
}
