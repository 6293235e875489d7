import { ToolError } from '@ashlar/kit/errors';
import { badValue } from '../tracker/refusals.ts';
import type { Workflow } from '../tracker/workflow.ts';
import type { Scope } from './store.ts';
import { ticketAt } from './ticket-row.ts';

/** Throws `ToolError` (`invalid_input`) for a value that the workflow has not. */
export function checkValues(
  { priorities, types, resolutions }: Workflow,
  given: { priority?: string | undefined; type?: string | undefined; resolution?: string | undefined },
): void {
  const check = (field: string, value: string | undefined, valid: readonly string[]) => {
    if (value !== undefined && !valid.includes(value)) throw badValue(field, value, valid);
  };
  check('priority', given.priority, priorities);
  check('type', given.type, types);
  check('resolution', given.resolution, resolutions);
}

/**
 * The row of a ticket that is to be above another, `below`. Throws `ToolError`: `not_found`, and `invalid_input` where
 * that one is above it already.
 */
export function parentRow(scope: Scope, id: string, below?: number): number {
  const { row, id: name } = ticketAt(scope, id);
  if (below !== undefined && isAbove(scope, below, row)) {
    throw new ToolError('invalid_input', `parent: ${name} is the ticket itself, or below it.`);
  }
  return row;
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
