import { ToolError } from '@ashlar/kit/errors';
import { type Changed, type Relation, reverseOf } from '../tracker/ticket.ts';
import type { Edit } from './edit.ts';
import type { TicketRow } from './rows.ts';

/** Two tickets, and what the first is, or is to be, to the other. */
export interface Pair {
  ticket: TicketRow;
  relation: Relation;
  other: TicketRow;
}

/** Throws `ToolError` (`invalid_input`) for a ticket and itself. */
export function refuseItself({ ticket, other }: Pair): void {
  if (other.row !== ticket.row) return;
  throw new ToolError('invalid_input', `target: ${other.id} is the ticket itself.`);
}

/** What is written of a link: both ends know of it. */
export function bothWays({ ticket, relation, other }: Pair): [number, Relation, number][] {
  return [
    [ticket.row, relation, other.row],
    [other.row, reverseOf(relation), ticket.row],
  ];
}

/** What a link, or its end, is to the ticket that was named, and to the other one: both are another state afterwards. */
export function linkChange(
  { ticket, relation, other }: Pair,
  { remove }: { remove: boolean },
): { here: Changed[]; there: Edit } {
  const side = remove ? 'before' : 'after';
  return {
    here: [{ field: relation, [side]: other.id }],
    there: { what: whatOf(remove), changed: [{ field: reverseOf(relation), [side]: ticket.id }] },
  };
}

export function whatOf(remove: boolean): string {
  return remove ? 'unlinked' : 'linked';
}

/** What blocks itself can never be begun; and of two tickets one is the duplicate. */
export function mayRunInCircle(relation: Relation): boolean {
  return relation !== 'relates_to';
}

export function circle({ ticket, relation, other }: Pair): ToolError {
  return new ToolError(
    'invalid_input',
    `target: ${other.id} ${relation} ${ticket.id} already, itself or by others.`,
    { hint: 'get_ticket shows the links of a ticket.' },
  );
}
