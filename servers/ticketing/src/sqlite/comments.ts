import type { Intent, NewComment } from '../tracker/change.ts';
import type { Page, Wanted } from '../tracker/query.ts';
import type { Comment, Visibility, Written } from '../tracker/ticket.ts';
import { timeText } from './brief.ts';
import { record } from './events.ts';
import { once } from './intents.ts';
import type { Scope } from './store.ts';
import { type AuthorColumns, authorOf, countOf, ticketAt } from './ticket-row.ts';

interface CommentRow extends AuthorColumns {
  number: number;
  at: number;
  visibility: string;
  body: string;
}

export function addComment(scope: Scope, id: string, comment: NewComment, intent: Intent): Written {
  const ticket = ticketAt(scope, id);
  const { tenant, person } = scope;
  return once(scope, `comment ${ticket.id}`, intent, () => {
    const number = countOf(scope, ticket).count + 1;
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
    'SELECT * FROM comment WHERE tenant = ? AND ticket = ? AND number < ? ORDER BY number DESC LIMIT ?',
    ...[scope.tenant, ticket.row, Number(after ?? total + 1), limit],
  );
  const last = rows.at(-1);
  const isMore = last !== undefined && last.number > 1;
  return { items: rows.map(commentOf), total, ...(isMore ? { next: String(last.number) } : {}) };
}

function commentOf(row: CommentRow): Comment {
  const visibility = row.visibility as Visibility;
  return { id: String(row.number), author: authorOf(row), at: timeText(row.at), visibility, body: row.body };
}
