import { type Asked, askedOf } from '../rules/asked.ts';
import { briefPage } from '../rules/pages.ts';
import type { BriefRow } from '../rules/rows.ts';
import type { Page, Query, Wanted } from '../tracker/query.ts';
import type { Brief } from '../tracker/ticket.ts';
import { BRIEF, REACHED, reach } from './brief.ts';
import { formerStatuses } from './former-statuses.ts';
import { matchOf } from './match-text.ts';
import type { Scope } from './store.ts';
import { ticketAt } from './ticket-row.ts';

type Value = string | number;

interface Condition {
  sql: string;
  values: Value[];
}

/** By words, best first, or the last changed first. */
export function searchTickets(scope: Scope, query: Query, wanted: Wanted): Page<Brief> {
  const match = query.text === undefined ? undefined : matchOf(scope, query.text);
  const asked = askedOf(scope.rules, query, () => formerStatuses(scope));
  const parent = query.parent === undefined ? undefined : ticketAt(scope, query.parent).row;
  const conditions = [
    { sql: REACHED, values: reach(scope) },
    ...conditionsOf({ ...asked, parent }, scope.now),
  ];
  return match === undefined
    ? byChange(scope, conditions, wanted)
    : byWords(scope, match, conditions, wanted);
}

/** Pages begin behind the last change that was told of: what changes meanwhile comes to the front, and nothing twice. */
function byChange(scope: Scope, conditions: readonly Condition[], { limit, after }: Wanted): Page<Brief> {
  const before = after === undefined ? [] : [{ sql: 't.changed < ?', values: [Number(after)] }];
  const { where, values } = joined([...conditions, ...before]);
  const rows = scope.all<BriefRow>(
    `SELECT ${BRIEF} FROM ticket t WHERE ${where} ORDER BY t.changed DESC LIMIT ?`,
    ...values,
    limit + 1,
  );
  return briefPage(rows, { limit, after, now: scope.now }, ({ changed }) => String(changed));
}

/** Pages are counted: nothing of the order by words stays as it is where words change. */
function byWords(scope: Scope, match: string, conditions: readonly Condition[], wanted: Wanted): Page<Brief> {
  const { where, values } = joined(conditions);
  const offset = Number(wanted.after ?? 0);
  const rows = scope.all<BriefRow>(
    `SELECT ${BRIEF} FROM words JOIN ticket t ON t.row = words.rowid
     WHERE words MATCH ? AND ${where} ORDER BY bm25(words, 8, 1, 0), t.row DESC LIMIT ? OFFSET ?`,
    match,
    ...values,
    ...[wanted.limit + 1, offset],
  );
  return briefPage(rows, { ...wanted, now: scope.now }, () => String(offset + wanted.limit));
}

function joined(conditions: readonly Condition[]): { where: string; values: Value[] } {
  return {
    where: conditions.map(({ sql }) => sql).join(' AND '),
    values: conditions.flatMap(({ values }) => values),
  };
}

function conditionsOf(asked: Asked & { parent: number | undefined }, now: number): Condition[] {
  const { project, priority, type, parent, statuses, assignee, labels, ready, updatedSince } = asked;
  const equal = (column: string, value: Value | undefined): Condition[] =>
    value === undefined ? [] : [{ sql: `t.${column} = ?`, values: [value] }];
  return [
    ...equal('project', project),
    ...equal('priority', priority),
    ...equal('type', type),
    ...equal('parent', parent),
    ...statuses.map(anyOf),
    ...(assignee === undefined ? [] : [inSet('assignee', assignee, '')]),
    ...labels.map((label) => inSet('label', label, 'COLLATE NOCASE')),
    ...(ready === undefined ? [] : [readyCondition(ready, now)]),
    ...(updatedSince === undefined ? [] : [{ sql: 't.updated_at >= ?', values: [updatedSince] }]),
  ];
}

function anyOf(statuses: readonly string[]): Condition {
  return { sql: 't.status IN (SELECT value FROM json_each(?))', values: [JSON.stringify(statuses)] };
}

function inSet(table: 'label' | 'assignee', name: string, collation: string): Condition {
  return {
    sql: `EXISTS (SELECT 1 FROM ${table} s WHERE s.tenant = t.tenant AND s.ticket = t.row AND s.name = ? ${collation})`,
    values: [name],
  };
}

function readyCondition({ open, finished }: NonNullable<Asked['ready']>, now: number): Condition {
  return {
    sql: `t.status IN (SELECT value FROM json_each(?)) AND NOT (t.claimed_by IS NOT NULL AND t.claimed_until > ?)
      AND NOT EXISTS (SELECT 1 FROM link l JOIN ticket b ON b.tenant = l.tenant AND b.row = l.target
        WHERE l.tenant = t.tenant AND l.ticket = t.row AND l.relation = 'blocked_by'
          AND b.status NOT IN (SELECT value FROM json_each(?)))`,
    values: [JSON.stringify(open), now, JSON.stringify(finished)],
  };
}
