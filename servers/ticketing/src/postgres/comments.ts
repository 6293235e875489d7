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
import { countOf, lockedTicket, ticketAt } from './ticket-row.ts';

export async function addComment(
  scope: Scope,
  id: string,
  comment: NewComment,
  intent: Intent,
): Promise<Written> {
  const { id: name } = await ticketAt(scope, id);
  return once(scope, `comment ${name}`, intent, async () => {
    const { tenant, person } = scope;
    const ticket = await lockedTicket(scope, id);
    const number = (await countOf(scope, ticket)) + 1;
    await scope.run(
      `INSERT INTO comment(tenant, ticket, number, at, author_id, author_name, author_role, visibility, body)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      ...[tenant, ticket.row, number, nextState(ticket, scope).at],
      ...[person.id, person.name, person.role, comment.visibility, comment.body],
    );
    return applyEdit(scope, ticket, commented(scope, number, comment));
  });
}

/** Newest first; pages begin behind a number. */
export async function commentsOf(scope: Scope, id: string, { limit, after }: Wanted): Promise<Page<Comment>> {
  const ticket = await ticketAt(scope, id);
  const total = await countOf(scope, ticket);
  const rows = await scope.all<CommentRow>(
    'SELECT * FROM comment WHERE tenant = $1 AND ticket = $2 AND number < $3 ORDER BY number DESC LIMIT $4',
    ...[scope.tenant, ticket.row, Number(after ?? total + 1), limit],
  );
  return numberedPage(rows, { total, numberOf: ({ number }) => number, shown: commentOf });
}
