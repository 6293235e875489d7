import type { Page, Query, Wanted } from '../tracker/query.ts';
import { badValue } from '../tracker/refusals.ts';
import type { Brief } from '../tracker/ticket.ts';
import type { StatusKind } from '../tracker/workflow.ts';
import { BRIEF, type BriefRow, briefOf, REACHED, reach } from './brief.ts';
import { formerStatuses } from './former-statuses.ts';
import { matchOf } from './match-text.ts';
import { projectOf } from './project.ts';
import type { Scope } from './store.ts';
import { ticketAt } from './ticket-row.ts';
import { checkValues } from './values.ts';

type Value = string | number;

interface Condition {
  sql: string;
  values: Value[];
}

/** By words, best first, or the last changed first. */
export function searchTickets(scope: Scope, query: Query, wanted: Wanted): Page<Brief> {
  const match = query.text === undefined ? undefined : matchOf(scope, query.text);
  const conditions = conditionsOf(scope, query);
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
  return pageOf(scope, rows, { limit, after }, ({ changed }) => String(changed));
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
  return pageOf(scope, rows, wanted, () => String(offset + wanted.limit));
}

function pageOf(
  { now }: Scope,
  rows: readonly BriefRow[],
  { limit, after }: Wanted,
  nextOf: (last: BriefRow) => string,
): Page<Brief> {
  const items = rows.slice(0, limit).map((row) => briefOf(row, now));
  const last = rows[limit - 1];
  if (rows.length > limit && last !== undefined) return { items, next: nextOf(last) };
  return { items, ...(after === undefined ? { total: items.length } : {}) };
}

function joined(conditions: readonly Condition[]): { where: string; values: Value[] } {
  return {
    where: conditions.map(({ sql }) => sql).join(' AND '),
    values: conditions.flatMap(({ values }) => values),
  };
}

/** Throws `ToolError` for values that the workflow has not. */
function conditionsOf(scope: Scope, query: Query): Condition[] {
  const { project, priority, type, assignee, labels = [], parent, ready = false, updatedSince } = query;
  checkValues(scope.rules.workflow, { priority, type });
  const equal = (column: string, value: Value | undefined): Condition[] =>
    value === undefined ? [] : [{ sql: `t.${column} = ?`, values: [value] }];
  return [
    { sql: REACHED, values: reach(scope) },
    ...equal('project', project === undefined ? undefined : projectOf(scope, project)),
    ...equal('priority', priority),
    ...equal('type', type),
    ...equal('parent', parent === undefined ? undefined : ticketAt(scope, parent).row),
    ...statusCondition(scope, query),
    ...(assignee === undefined ? [] : [inSet('assignee', assignee, '')]),
    ...labels.map((label) => inSet('label', label, 'COLLATE NOCASE')),
    ...(ready ? [readyCondition(scope)] : []),
    ...(updatedSince === undefined ? [] : [{ sql: 't.updated_at >= ?', values: [Date.parse(updatedSince)] }]),
  ];
}

function statusCondition(scope: Scope, { status = [], kind }: Query): Condition[] {
  const { workflow } = scope.rules;
  checkStatuses(scope, status);
  const ofKind = workflow.statuses.filter((one) => one.kind === kind).map(({ name }) => name);
  return [...(status.length === 0 ? [] : [anyOf(status)]), ...(kind === undefined ? [] : [anyOf(ofKind)])];
}

/** Those of a workflow before this one are known as long as a ticket has them. */
function checkStatuses(scope: Scope, wanted: readonly string[]): void {
  const names = scope.rules.workflow.statuses.map(({ name }) => name);
  if (wanted.every((one) => names.includes(one))) return;
  const all = [...names, ...formerStatuses(scope)];
  for (const one of wanted) if (!all.includes(one)) throw badValue('status', one, all);
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

/** Nobody is at it, and nothing that blocks it is left to do. */
function readyCondition({ rules: { workflow }, now }: Scope): Condition {
  const of = (wanted: StatusKind) =>
    JSON.stringify(workflow.statuses.filter(({ kind }) => kind === wanted).map(({ name }) => name));
  return {
    sql: `t.status IN (SELECT value FROM json_each(?)) AND NOT (t.claimed_by IS NOT NULL AND t.claimed_until > ?)
      AND NOT EXISTS (SELECT 1 FROM link l JOIN ticket b ON b.tenant = l.tenant AND b.row = l.target
        WHERE l.tenant = t.tenant AND l.ticket = t.row AND l.relation = 'blocked_by'
          AND b.status NOT IN (SELECT value FROM json_each(?)))`,
    values: [of('open'), now, of('done')],
  };
}
