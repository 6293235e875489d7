import { commented } from '../rules/comment.ts';
import { nextState } from '../rules/edit.ts';
import { type CommentRow, commentOf } from '../rules/rows.ts';
import type { Intent, NewComment } from '../tracker/change.ts';
import type { Page, Wanted } from '../tracker/query.ts';
import type { Comment, Written } from '../tracker/ticket.ts';
import { applyEdit } from './edit.ts';
import { once } from './intents.ts';
import type { Scope } from './store.ts';
import { countOf, lastOf, SHOWN, shownTo, ticketAt } from './ticket-row.ts';

export function addComment(scope: Scope, id: string, comment: NewComment, intent: Intent): Written {
  const ticket = ticketAt(scope, id);
  const { tenant, person } = scope;
  return once(scope, `comment ${ticket.id}`, intent, () => {
    const number = lastOf(scope, ticket, 'comment') + 1;
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
  const total = countOf(scope, ticket, 'comment');
  const rows = scope.all<CommentRow>(
    `SELECT * FROM comment WHERE tenant = ? AND ticket = ? AND number < ? AND ${SHOWN} ORDER BY number DESC LIMIT ?`,
    ...[scope.tenant, ticket.row, Number(after ?? Number.MAX_SAFE_INTEGER), shownTo(scope), limit + 1],
  );
  const items = rows.slice(0, limit).map(commentOf);
  return { items, total, ...(rows.length > limit ? { next: String(items.at(-1)?.id) } : {}) };
}
