import type { ParentChange } from '../rules/update.ts';
import { belowItself } from '../rules/values.ts';
import type { Scope } from './store.ts';
import { idOf, ticketAt } from './ticket-row.ts';

/** The row of a ticket that is to be above a new one. Throws `ToolError` (`not_found`). */
export function parentRow(scope: Scope, id: string): number {
  return ticketAt(scope, id).row;
}

/**
 * What a wanted parent, `''` for none, changes. Throws `ToolError`: `not_found`, and `invalid_input` where the ticket is
 * above that one already.
 */
export function parentChange(
  scope: Scope,
  ticket: { row: number; parent: number | null },
  wanted: string | undefined,
): ParentChange | undefined {
  if (wanted === undefined) return undefined;
  const before = ticket.parent === null ? '' : (idOf(scope, ticket.parent) ?? '');
  if (wanted === '') return { row: null, before, after: '' };
  const { row, id } = ticketAt(scope, wanted);
  if (isAbove(scope, ticket.row, row)) throw belowItself(id);
  return { row, before, after: id };
}

/** Whether a ticket is above another one, or is that one. */
function isAbove({ get, tenant }: Scope, above: number, row: number): boolean {
  const found = get(
    `WITH RECURSIVE up(row) AS (
       SELECT ? UNION SELECT t.parent FROM ticket t JOIN up ON t.row = up.row WHERE t.tenant = ? AND t.parent IS NOT NULL
     ) SELECT 1 FROM up WHERE row = ?`,
    ...[row, tenant, above],
  );
  return found !== undefined;
}
