import { claim, release } from '../rules/claim.ts';
import { unchanged } from '../rules/edit.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Claimed } from '../tracker/tracker.ts';
import { applyEdit, setColumns } from './edit.ts';
import type { Scope } from './store.ts';
import { ticketAt } from './ticket-row.ts';

/** Takes a ticket for a person. Of many who try at once one gets it: a transaction begins when the one before is over. */
export function claimTicket(scope: Scope, id: string, leaseMs: number): Claimed {
  const ticket = ticketAt(scope, id);
  const claimed = claim(scope, ticket, leaseMs);
  if ('edit' in claimed) return { ...applyEdit(scope, ticket, claimed.edit), already: false };
  setColumns(scope, ticket, claimed.prolonged);
  return { ...unchanged(ticket), already: true };
}

export function releaseTicket(scope: Scope, id: string): Written {
  const ticket = ticketAt(scope, id);
  return applyEdit(scope, ticket, release(scope, ticket));
}
