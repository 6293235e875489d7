import { ToolError } from '@ashlar/kit/errors';
import type { Intent, NewComment } from '../tracker/change.ts';
import type { Page, Wanted } from '../tracker/query.ts';
import type { Comment, Visibility, Written } from '../tracker/ticket.ts';
import { timeText } from './brief.ts';
import { record } from './events.ts';
import { once } from './intents.ts';
import type { Scope } from './store.ts';
import { type AuthorColumns, authorOf, countOf, SHOWN, shownTo, ticketAt } from './ticket-row.ts';

interface CommentRow extends AuthorColumns {
  number: number;
  at: number;
  visibility: string;
  body: string;
}

export function addComment(scope: Scope, id: string, comment: NewComment, intent: Intent): Written {
  const ticket = ticketAt(scope, id);
  const { tenant, person } = scope;
  if (person.role === 'customer' && comment.visibility !== 'public') throw notForCustomers();
  return once(scope, `comment ${ticket.id}`, intent, () => {
    const number = lastOf(scope, ticket) + 1;
    scope.run(
      `INSERT INTO comment(tenant, ticket, number, at, author_id, author_name, author_role, visibility, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[tenant, ticket.row, number, Math.max(scope.now, ticket.updated_at)],
      ...[person.id, person.name, person.role, comment.visibility, comment.body],
    );
    return record(scope, ticket, 'commented', [
      { field: 'comment', after: String(number) },
      { field: 'visibility', after: comment.visibility },
      { field: 'author', after: person.name },
    ]);
  });
}

/** Newest first; pages begin behind a number. */
export function commentsOf(scope: Scope, id: string, { limit, after }: Wanted): Page<Comment> {
  const ticket = ticketAt(scope, id);
  const { count: total } = countOf(scope, ticket);
  const rows = scope.all<CommentRow>(
    `SELECT * FROM comment WHERE tenant = ? AND ticket = ? AND number < ? AND ${SHOWN} ORDER BY number DESC LIMIT ?`,
    ...[scope.tenant, ticket.row, Number(after ?? Number.MAX_SAFE_INTEGER), shownTo(scope), limit + 1],
  );
  const items = rows.slice(0, limit).map(commentOf);
  return { items, total, ...(rows.length > limit ? { next: String(items.at(-1)?.id) } : {}) };
}

/** Numbers are of all comments, whoever may see them. */
function lastOf({ get, tenant }: Scope, { row }: { row: number }): number {
  const found = get<{ last: number }>(
    'SELECT coalesce(max(number), 0) AS last FROM comment WHERE tenant = ? AND ticket = ?',
    ...[tenant, row],
  );
  return found?.last ?? 0;
}

function notForCustomers(): ToolError {
  return new ToolError('forbidden', 'visibility: a customer cannot write for the team alone.', {
    hint: 'Write it as public.',
    retryable: false,
  });
}

function commentOf(row: CommentRow): Comment {
  const visibility = row.visibility as Visibility;
  return { id: String(row.number), author: authorOf(row), at: timeText(row.at), visibility, body: row.body };
}
