import { commented } from '../rules/comment.ts';
import { nextState } from '../rules/edit.ts';
import { numberedPage } from '../rules/pages.ts';
import { type CommentRow, commentOf } from '../rules/rows.ts';
import type { Intent, NewComment } from '../tracker/change.ts';
import type { Page, Wanted } from '../tracker/query.ts';
import type { Comment, Written } from '../tracker/ticket.ts';
import { applyEdit } from './edit.ts';
import { once } from './intents.ts';
import type { Scope } from './store.ts';
import { countOf, ticketAt } from './ticket-row.ts';

export function addComment(scope: Scope, id: string, comment: NewComment, intent: Intent): Written {
  const ticket = ticketAt(scope, id);
  const { tenant, person } = scope;
  return once(scope, `comment ${ticket.id}`, intent, () => {
    const number = countOf(scope, ticket) + 1;
    scope.run(
      `INSERT INTO comment(tenant, ticket, number, at, author_id, author_name, author_role, visibility, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[tenant, ticket.row, number, nextState(ticket, scope).at],
      ...[person.id, person.name, person.role, comment.visibility, comment.body],
    );
    return applyEdit(scope, ticket, commented(scope, number, comment));
  });
}

/** Newest first; pages begin behind a number. */
export function commentsOf(scope: Scope, id: string, { limit, after }: Wanted): Page<Comment> {
  const ticket = ticketAt(scope, id);
  const total = countOf(scope, ticket);
  const rows = scope.all<CommentRow>(
    'SELECT * FROM comment WHERE tenant = ? AND ticket = ? AND number < ? ORDER BY number DESC LIMIT ?',
    ...[scope.tenant, ticket.row, Number(after ?? total + 1), limit],
  );
  return numberedPage(rows, { total, numberOf: ({ number }) => number, shown: commentOf });
}
