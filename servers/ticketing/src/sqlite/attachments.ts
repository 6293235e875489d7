import { ToolError } from '@ashlar/kit/errors';
import { nextState, unchanged } from '../rules/edit.ts';
import { type AuthorColumns, authorOf, timeText } from '../rules/rows.ts';
import type { NewAttachment } from '../tracker/change.ts';
import type { Page, Wanted } from '../tracker/query.ts';
import type { Attachment, Visibility, Written } from '../tracker/ticket.ts';
import { applyEdit } from './edit.ts';
import type { Scope } from './store.ts';
import { countOf, lastOf, SHOWN, shownTo, ticketAt } from './ticket-row.ts';

/** Files of one ticket. */
const MOST = 100;
/** All but the content, which may be long. */
const COLUMNS = 'number, at, author_id, author_name, author_role, visibility, name, type, size, sha256';

interface AttachmentRow extends AuthorColumns {
  number: number;
  at: number;
  visibility: string;
  name: string;
  type: string;
  size: number;
  sha256: string;
}

export function addAttachment(scope: Scope, id: string, file: NewAttachment): Written {
  const ticket = ticketAt(scope, id);
  const { tenant, person } = scope;
  const same = scope.get(
    'SELECT 1 FROM attachment WHERE tenant = ? AND ticket = ? AND name = ? AND sha256 = ? AND visibility = ?',
    ...[tenant, ticket.row, file.name, file.sha256, file.visibility],
  );
  if (same !== undefined) return unchanged(ticket);
  const number = lastOf(scope, ticket, 'attachment') + 1;
  if (number > MOST) throw new ToolError('limited', `${ticket.id} has ${MOST} files: no more are kept.`);
  scope.run(
    `INSERT INTO attachment(tenant, ticket, ${COLUMNS}, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[tenant, ticket.row, number, nextState(ticket, scope).at],
    ...[person.id, person.name, person.role, file.visibility],
    ...[file.name, file.type, file.bytes.length, file.sha256, file.bytes],
  );
  return applyEdit(scope, ticket, {
    what: 'attached',
    changed: [
      { field: 'attachment', after: `${number} ${file.name}` },
      { field: 'visibility', after: file.visibility },
      { field: 'sha256', after: file.sha256 },
    ],
  });
}

/** Newest first; pages begin behind a number. */
export function attachmentsOf(scope: Scope, id: string, { limit, after }: Wanted): Page<Attachment> {
  const ticket = ticketAt(scope, id);
  const rows = scope.all<AttachmentRow>(
    `SELECT ${COLUMNS} FROM attachment WHERE tenant = ? AND ticket = ? AND number < ? AND ${SHOWN}
     ORDER BY number DESC LIMIT ?`,
    ...[scope.tenant, ticket.row, Number(after ?? MOST + 1), shownTo(scope), limit + 1],
  );
  const items = rows.slice(0, limit).map(attachmentOf);
  const total = countOf(scope, ticket, 'attachment');
  return { items, total, ...(rows.length > limit ? { next: String(items.at(-1)?.id) } : {}) };
}

/** Throws `ToolError` (`not_found`) for one that is not there, and for one that this person may not know of. */
export function attachmentAt(scope: Scope, id: string, number: string): Attachment & { bytes: Buffer } {
  const ticket = ticketAt(scope, id);
  const row = scope.get<AttachmentRow & { bytes: Buffer }>(
    `SELECT ${COLUMNS}, bytes FROM attachment WHERE tenant = ? AND ticket = ? AND number = ? AND ${SHOWN}`,
    ...[scope.tenant, ticket.row, /^[1-9][0-9]{0,2}$/.test(number) ? Number(number) : 0, shownTo(scope)],
  );
  if (row === undefined) throw new ToolError('not_found', `${ticket.id} has no such file.`);
  return { ...attachmentOf(row), bytes: row.bytes };
}

function attachmentOf(row: AttachmentRow): Attachment {
  const { number, at, visibility, name, type, size, sha256 } = row;
  const author = authorOf(row);
  const shown = visibility as Visibility;
  return { id: String(number), author, at: timeText(at), visibility: shown, name, type, size, sha256 };
}
