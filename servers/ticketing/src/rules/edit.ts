import type { Changed, Written } from '../tracker/ticket.ts';
import type { TicketRow } from './rows.ts';
import type { Moment } from './rules.ts';
import type { SetChange } from './sets.ts';

/** What may become another in the row of a ticket. */
export type Columns = Partial<
  Pick<
    TicketRow,
    | 'title'
    | 'body'
    | 'status'
    | 'resolution'
    | 'priority'
    | 'type'
    | 'due'
    | 'parent'
    | 'claimed_by'
    | 'claimed_until'
    | 'claimed_from'
    | 'claimed_to'
  >
>;

/** What becomes of a ticket at once: a database writes all of it, with the state that it leads to, or nothing. */
export interface Edit {
  /** As the history calls it. */
  what: string;
  changed: readonly Changed[];
  columns?: Columns;
  labels?: SetChange;
  assignees?: SetChange;
}

/** What a decision about a ticket needs to know of it beside its fields. */
export type Subject = Pick<TicketRow, 'row' | 'id' | 'rev' | 'updated_at'>;

/** The state after an edit. Times of a ticket never go back, also where the clock does. */
export function nextState({ rev, updated_at }: Subject, { now }: Moment): { rev: number; at: number } {
  return { rev: rev + 1, at: Math.max(now, updated_at) };
}

/** What a write answers. */
export function written({ id }: Subject, rev: number, changed: readonly Changed[]): Written {
  return { id, rev: String(rev), changed };
}

/** Where a write found that nothing has to be done. */
export function unchanged(ticket: Subject): Written {
  return written(ticket, ticket.rev, []);
}
