import type { ParentChange } from '../rules/update.ts';
import { belowItself } from '../rules/values.ts';
import type { Scope } from './store.ts';
import { idOf, ticketAt } from './ticket-row.ts';

/**
 * What a wanted parent, `''` for none, changes. Throws `ToolError`: `not_found`, and `invalid_input` where the ticket is
 * above that one already.
 */
export async function parentChange(
  scope: Scope,
  ticket: { row: number; parent: number | null },
  wanted: string | undefined,
): Promise<ParentChange | undefined> {
  if (wanted === undefined) return undefined;
  const before = ticket.parent === null ? '' : ((await idOf(scope, ticket.parent)) ?? '');
  if (wanted === '') return { row: null, before, after: '' };
  const { row, id } = await ticketAt(scope, wanted);
  if (await isAbove(scope, ticket.row, row)) throw belowItself(id);
  return { row, before, after: id };
}

/** Whether a ticket is above another one, or is that one. */
async function isAbove({ get, tenant }: Scope, above: number, row: number): Promise<boolean> {
  const found = await get(
    `WITH RECURSIVE up(row) AS (
       SELECT $1::bigint UNION
       SELECT t.parent FROM ticket t JOIN up ON t.row = up.row WHERE t.tenant = $2 AND t.parent IS NOT NULL
     ) SELECT 1 FROM up WHERE up.row = $3`,
    ...[row, tenant, above],
  );
  return found !== undefined;
}
