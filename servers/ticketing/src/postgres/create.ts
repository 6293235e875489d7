import { creation, MOST_SIMILAR, newSubject } from '../rules/create.ts';
import { type Edit, written } from '../rules/edit.ts';
import { allowedProject } from '../rules/project.ts';
import { checkValues } from '../rules/values.ts';
import type { Draft } from '../tracker/change.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Creation } from '../tracker/tracker.ts';
import { changeSets } from './edit.ts';
import { once } from './intents.ts';
import { similarAmongNew, similarTickets } from './similar.ts';
import { spellingOf } from './spelling.ts';
import type { Scope } from './store.ts';
import { vectorsOf } from './text-index.ts';
import { ticketAt } from './ticket-row.ts';

/** What a ticket begins with. */
const FIRST_REV = 1;

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
    const edit = creation(scope, draft, spelled);
    const after = unless && (await nothingKnown(scope, { ...draft, project }, unless));
    const { row, number } = await insert(scope, draft, { project, parent, edit });
    if (after !== undefined) await after(number);
    await changeSets(scope, { row }, edit);
    return written(newSubject(scope, { row, project, number }), FIRST_REV, edit.changed);
  });
}

/**
 * Lets `unless` throw at what is similar. Who has made a ticket is the only one of that project who does, until its
 * transaction is over; so most is compared before, and only what others made meanwhile is left for afterwards, for which
 * this gives what is to be called with the number: of two at once the second sees the first, and yet they do not wait for
 * each other's comparing.
 */
async function nothingKnown(
  scope: Scope,
  draft: Draft & { project: string },
  unless: NonNullable<Creation['unless']>,
): Promise<(number: number) => Promise<void>> {
  const { project } = draft;
  const after = await lastNumber(scope, project);
  const { similar, rarity } = await similarTickets(scope, draft, MOST_SIMILAR);
  unless(similar);
  return async (before) => {
    if (before === after + 1) return;
    unless(await similarAmongNew(scope, draft, { project, after, before, rarity, limit: MOST_SIMILAR }));
  };
}

async function lastNumber({ get, tenant }: Scope, project: string): Promise<number> {
  const sql = 'SELECT last FROM project WHERE tenant = $1 AND key = $2';
  return (await get<{ last: number }>(sql, tenant, project))?.last ?? 0;
}

/**
 * The ticket, its words and its first event at once: others who make one in this project wait from here on. The row of
 * the project, which they wait for, is the first that is written.
 */
async function insert(
  { get, tenant, person, now, rules }: Scope,
  draft: Draft,
  { project, parent, edit }: { project: string; parent: number | null; edit: Edit },
): Promise<{ row: number; number: number }> {
  const { title, body, type, priority, due } = draft;
  const made = await get<{ row: number; number: number }>(
    `WITH place AS (
       INSERT INTO project(tenant, key, last) VALUES ($1, $2, 1)
       ON CONFLICT(tenant, key) DO UPDATE SET last = project.last + 1 RETURNING last
     ), event AS (
       INSERT INTO event(tenant, ticket, rev, at, author_id, author_name, author_role, what, changed)
       SELECT $1, nextval(pg_get_serial_sequence('ticket', 'row')), $3, $4, $5, $6, $7, $8, $9 FROM place
       RETURNING seq, ticket
     ), words AS (
       INSERT INTO words(tenant, ticket, texts, grams) SELECT $1, ticket, $10::tsvector, $11::tsvector FROM event
     )
     INSERT INTO ticket(tenant, project, row, number, rev, changed, title, body, status, type, priority, due, parent,
       author_id, author_name, author_role, created_at, updated_at)
     OVERRIDING SYSTEM VALUE
     SELECT $1, $2, event.ticket, place.last, $3, event.seq, $12, $13, $14, $15, $16, $17, $18, $5, $6, $7, $4, $4
     FROM place, event RETURNING row, number`,
    ...[tenant, project, FIRST_REV, now, person.id, person.name, person.role],
    ...[edit.what, JSON.stringify(edit.changed), ...vectorsOf(tenant, draft)],
    ...[title, body, rules.workflow.initial, type ?? null, priority ?? null, due ?? null, parent],
  );
  if (made === undefined) throw new Error('nothing was inserted');
  return made;
}
