import { creation, MOST_SIMILAR, newSubject } from '../rules/create.ts';
import { allowedProject } from '../rules/project.ts';
import { checkValues } from '../rules/values.ts';
import type { Draft } from '../tracker/change.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Creation } from '../tracker/tracker.ts';
import { applyEdit } from './edit.ts';
import { once } from './intents.ts';
import { parentRow } from './parent.ts';
import { similarTickets } from './similar.ts';
import { spellingIn } from './spelling.ts';
import type { Scope } from './store.ts';
import { addToIndex } from './text-index.ts';

/** `unless` may throw at what is similar: in the same transaction, so that of two at once the second sees the first. */
export function createTicket(
  scope: Scope,
  draft: Draft,
  { intent, unless }: Pick<Creation, 'intent' | 'unless'>,
): Written {
  const project = allowedProject(scope.rules, draft.project);
  return once(scope, 'create', intent, () => {
    checkValues(scope.rules.workflow, draft);
    const parent = draft.parent === undefined ? null : parentRow(scope, draft.parent);
    unless?.(similarTickets(scope, { ...draft, project }, MOST_SIMILAR));
    const number = nextNumber(scope, project);
    const row = insert(scope, draft, { project, number, parent });
    addToIndex(scope, row, draft);
    return applyEdit(
      scope,
      newSubject(scope, { row, project, number }),
      creation(scope, draft, spellingIn(scope)),
    );
  });
}

function nextNumber({ get, tenant }: Scope, project: string): number {
  const row = get<{ last: number }>(
    `INSERT INTO project(tenant, key, last) VALUES (?, ?, 1)
     ON CONFLICT(tenant, key) DO UPDATE SET last = last + 1 RETURNING last`,
    ...[tenant, project],
  );
  return row?.last ?? 0;
}

function insert(
  { run, tenant, person, now, rules }: Scope,
  { title, body, type, priority, due }: Draft,
  { project, number, parent }: { project: string; number: number; parent: number | null },
): number {
  const { lastInsertRowid } = run(
    `INSERT INTO ticket(tenant, project, number, rev, changed, title, body, status, type, priority, due, parent,
       author_id, author_name, author_role, created_at, updated_at)
     VALUES (?, ?, ?, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[tenant, project, number, title, body, rules.workflow.initial],
    ...[type ?? null, priority ?? null, due ?? null, parent],
    ...[person.id, person.name, person.role, now, now],
  );
  return Number(lastInsertRowid);
}
