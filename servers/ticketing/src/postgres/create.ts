import { creation, MOST_SIMILAR, newSubject } from '../rules/create.ts';
import { allowedProject } from '../rules/project.ts';
import { checkValues } from '../rules/values.ts';
import type { Draft } from '../tracker/change.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Creation } from '../tracker/tracker.ts';
import { applyEdit } from './edit.ts';
import { once } from './intents.ts';
import { similarAmongNew, similarTickets } from './similar.ts';
import { spellingOf } from './spelling.ts';
import type { Scope } from './store.ts';
import { addToIndex } from './text-index.ts';
import { ticketAt } from './ticket-row.ts';

export async function createTicket(
  scope: Scope,
  draft: Draft,
  { intent, unless }: Pick<Creation, 'intent' | 'unless'>,
): Promise<Written> {
  const project = allowedProject(scope.rules, draft.project);
  return once(scope, 'create', intent, async () => {
    checkValues(scope.rules.workflow, draft);
    const parent = draft.parent === undefined ? null : (await ticketAt(scope, draft.parent)).row;
    const spelled = await spellingOf(scope, draft.labels ?? []);
    const number = await numberFor(scope, { ...draft, project }, unless);
    const row = await insert(scope, draft, { project, number, parent });
    await addToIndex(scope, row, draft);
    return applyEdit(scope, newSubject(scope, { row, project, number }), creation(scope, draft, spelled));
  });
}

/**
 * The number of a new ticket, unless `unless` throws at what is similar. Who has a number is the only one of that project
 * who makes a ticket, until its transaction is over; so most is compared before, and afterwards only what was made
 * meanwhile: of two at once the second sees the first, and yet they do not wait for each other's comparing.
 */
async function numberFor(
  scope: Scope,
  draft: Draft & { project: string },
  unless: Creation['unless'],
): Promise<number> {
  const { project } = draft;
  if (unless === undefined) return nextNumber(scope, project);
  const last = await lastNumber(scope, project);
  const { similar, rarity } = await similarTickets(scope, draft, MOST_SIMILAR);
  unless(similar);
  const number = await nextNumber(scope, project);
  if (number > last + 1) {
    unless(await similarAmongNew(scope, draft, { project, after: last, rarity, limit: MOST_SIMILAR }));
  }
  return number;
}

async function lastNumber({ get, tenant }: Scope, project: string): Promise<number> {
  const sql = 'SELECT last FROM project WHERE tenant = $1 AND key = $2';
  return (await get<{ last: number }>(sql, tenant, project))?.last ?? 0;
}

async function nextNumber({ get, tenant }: Scope, project: string): Promise<number> {
  const row = await get<{ last: number }>(
    `INSERT INTO project(tenant, key, last) VALUES ($1, $2, 1)
     ON CONFLICT(tenant, key) DO UPDATE SET last = project.last + 1 RETURNING last`,
    ...[tenant, project],
  );
  return row?.last ?? 0;
}

async function insert(
  { get, tenant, person, now, rules }: Scope,
  { title, body, type, priority, due }: Draft,
  { project, number, parent }: { project: string; number: number; parent: number | null },
): Promise<number> {
  const inserted = await get<{ row: number }>(
    `INSERT INTO ticket(tenant, project, number, rev, changed, title, body, status, type, priority, due, parent,
       author_id, author_name, author_role, created_at, updated_at)
     VALUES ($1, $2, $3, 0, 0, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14) RETURNING row`,
    ...[tenant, project, number, title, body, rules.workflow.initial],
    ...[type ?? null, priority ?? null, due ?? null, parent],
    ...[person.id, person.name, person.role, now],
  );
  return inserted?.row ?? 0;
}
