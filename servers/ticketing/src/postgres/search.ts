import { type Asked, askedOf } from '../rules/asked.ts';
import { briefPage } from '../rules/pages.ts';
import type { BriefRow } from '../rules/rows.ts';
import { soughtIn } from '../rules/sought.ts';
import type { Page, Query, Wanted } from '../tracker/query.ts';
import type { Brief } from '../tracker/ticket.ts';
import { BRIEF, REACHED } from './brief.ts';
import { lower } from './spelling.ts';
import type { Scope } from './store.ts';
import { OF_TENANT, queryOf, WEIGHTS } from './text-index.ts';
import { ticketAt } from './ticket-row.ts';

type Value = string | number | readonly (string | number)[];

/** Values of a statement, each with the place that it has there. */
class Values {
  readonly all: Value[];

  constructor(...first: Value[]) {
    this.all = first;
  }

  place(value: Value): string {
    return `$${this.all.push(value)}`;
  }
}

/** By words, best first, or the last changed first. */
export async function searchTickets(scope: Scope, query: Query, wanted: Wanted): Promise<Page<Brief>> {
  const sought = query.text === undefined ? undefined : soughtIn(query.text);
  const asked = askedOf(scope.rules, query);
  const parent = query.parent === undefined ? undefined : (await ticketAt(scope, query.parent)).row;
  const values = new Values(scope.tenant, scope.rules.projects);
  const where = [REACHED, ...conditionsOf({ ...asked, parent }, values, scope.now)];
  return sought === undefined
    ? byChange(scope, { where, values }, wanted)
    : byWords(scope, queryOf(scope.tenant, sought), { where, values }, wanted);
}

interface Conditions {
  where: string[];
  values: Values;
}

/** Pages begin behind the last change that was told of: what changes meanwhile comes to the front, and nothing twice. */
async function byChange(
  { all, now }: Scope,
  { where, values }: Conditions,
  { limit, after }: Wanted,
): Promise<Page<Brief>> {
  if (after !== undefined) where.push(`t.changed < ${values.place(Number(after))}`);
  const sql = `SELECT ${BRIEF} FROM ticket t WHERE ${where.join(' AND ')} ORDER BY t.changed DESC LIMIT ${values.place(limit + 1)}`;
  const rows = await all<BriefRow>(sql, ...values.all);
  return briefPage(rows, { limit, after, now }, ({ changed }) => String(changed));
}

/** Pages are counted: nothing of the order by words stays as it is where words change. */
async function byWords(
  { all, now }: Scope,
  query: string,
  { where, values }: Conditions,
  wanted: Wanted,
): Promise<Page<Brief>> {
  const offset = Number(wanted.after ?? 0);
  const sought = `${values.place(query)}::tsquery`;
  const rows = await all<BriefRow>(
    `SELECT ${BRIEF} FROM words w JOIN ticket t ON t.tenant = w.tenant AND t.row = w.ticket
     WHERE ${OF_TENANT} AND w.texts @@ ${sought} AND ${where.join(' AND ')}
     ORDER BY ts_rank('${WEIGHTS}', w.texts, ${sought}) DESC, t.row DESC
     LIMIT ${values.place(wanted.limit + 1)} OFFSET ${values.place(offset)}`,
    ...values.all,
  );
  return briefPage(rows, { ...wanted, now }, () => String(offset + wanted.limit));
}

function conditionsOf(asked: Asked & { parent: number | undefined }, values: Values, now: number): string[] {
  const { project, priority, type, parent, statuses, assignee, labels, ready, updatedSince } = asked;
  const equal = (column: string, value: Value | undefined) =>
    value === undefined ? [] : [`t.${column} = ${values.place(value)}`];
  return [
    ...equal('project', project),
    ...equal('priority', priority),
    ...equal('type', type),
    ...equal('parent', parent),
    ...statuses.map((names) => `t.status = ANY(${values.place(names)})`),
    ...(assignee === undefined ? [] : [inSet('assignee', `s.name = ${values.place(assignee)}`)]),
    ...labels.map((label) => inSet('label', `lower(s.name) = ${values.place(lower(label))}`)),
    ...(ready === undefined ? [] : readyConditions(ready, values, now)),
    ...(updatedSince === undefined ? [] : [`t.updated_at >= ${values.place(updatedSince)}`]),
  ];
}

function inSet(table: 'label' | 'assignee', condition: string): string {
  return `EXISTS (SELECT 1 FROM ${table} s WHERE s.tenant = t.tenant AND s.ticket = t.row AND ${condition})`;
}

function readyConditions(
  { open, finished }: NonNullable<Asked['ready']>,
  values: Values,
  now: number,
): string[] {
  return [
    `t.status = ANY(${values.place(open)})`,
    `NOT (t.claimed_by IS NOT NULL AND t.claimed_until > ${values.place(now)})`,
    `NOT EXISTS (SELECT 1 FROM link l JOIN ticket b ON b.tenant = l.tenant AND b.row = l.target
       WHERE l.tenant = t.tenant AND l.ticket = t.row AND l.relation = 'blocked_by'
         AND NOT b.status = ANY(${values.place(finished)}))`,
  ];
}
