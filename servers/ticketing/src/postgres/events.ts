import type { Subject } from '../rules/edit.ts';
import { numberedPage } from '../rules/pages.ts';
import { type EventRow, entryOf } from '../rules/rows.ts';
import { isSeen, seenBefore, staleOf } from '../rules/seen.ts';
import type { Page, Wanted } from '../tracker/query.ts';
import type { HistoryEntry, Rev } from '../tracker/ticket.ts';
import type { Scope } from './store.ts';
import { ticketAt } from './ticket-row.ts';

/** Throws `ToolError` (`conflict`), with what happened since, unless the ticket is as the caller saw it. */
export async function checkSeen(scope: Scope, ticket: Subject, saw: Rev): Promise<void> {
  if (isSeen(ticket, saw)) return;
  const before = seenBefore(ticket, saw);
  const since = before === undefined ? undefined : await entriesAfter(scope, ticket.row, before);
  throw staleOf(ticket, saw, since);
}

/** Newest first; pages begin behind a state. */
export async function historyOf(
  scope: Scope,
  id: string,
  { limit, after }: Wanted,
): Promise<Page<HistoryEntry>> {
  const { row, rev } = await ticketAt(scope, id);
  const rows = await scope.all<EventRow>(
    'SELECT * FROM event WHERE tenant = $1 AND ticket = $2 AND rev < $3 ORDER BY rev DESC LIMIT $4',
    ...[scope.tenant, row, Number(after ?? rev + 1), limit],
  );
  return numberedPage(rows, { total: rev, numberOf: (event) => event.rev, shown: entryOf });
}

async function entriesAfter({ all, tenant }: Scope, row: number, rev: number): Promise<HistoryEntry[]> {
  const rows = await all<EventRow>(
    'SELECT * FROM event WHERE tenant = $1 AND ticket = $2 AND rev > $3 ORDER BY rev',
    ...[tenant, row, rev],
  );
  return rows.map(entryOf);
}
