import type { Subject } from '../rules/edit.ts';
import { entryFor } from '../rules/entry-for.ts';
import { numberedPage } from '../rules/pages.ts';
import { type EventRow, entryOf } from '../rules/rows.ts';
import { isSeen, seenBefore, staleOf } from '../rules/seen.ts';
import type { Page, Wanted } from '../tracker/query.ts';
import type { HistoryEntry, Rev } from '../tracker/ticket.ts';
import type { Scope } from './store.ts';
import { ticketAt } from './ticket-row.ts';

/** Throws `ToolError` (`conflict`), with what happened since, unless the ticket is as the caller saw it. */
export function checkSeen(scope: Scope, ticket: Subject, saw: Rev): void {
  if (isSeen(ticket, saw)) return;
  const before = seenBefore(ticket, saw);
  throw staleOf(ticket, saw, before === undefined ? undefined : entriesAfter(scope, ticket.row, before));
}

/** Newest first; pages begin behind a state. */
export function historyOf(scope: Scope, id: string, { limit, after }: Wanted): Page<HistoryEntry> {
  const { row, rev } = ticketAt(scope, id);
  const rows = scope.all<EventRow>(
    'SELECT * FROM event WHERE tenant = ? AND ticket = ? AND rev < ? ORDER BY rev DESC LIMIT ?',
    ...[scope.tenant, row, Number(after ?? rev + 1), limit],
  );
  return numberedPage(rows, { total: rev, numberOf: (event) => event.rev, shown: entryTo(scope) });
}

function entriesAfter(scope: Scope, row: number, rev: number): HistoryEntry[] {
  return scope
    .all<EventRow>(
      'SELECT * FROM event WHERE tenant = ? AND ticket = ? AND rev > ? ORDER BY rev',
      ...[scope.tenant, row, rev],
    )
    .map(entryTo(scope));
}

function entryTo({ person }: Scope): (event: EventRow) => HistoryEntry {
  return (event) => entryFor(person, entryOf(event));
}
