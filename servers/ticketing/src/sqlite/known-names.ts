import { allowedProject } from '../rules/project.ts';
import type { Scope } from './store.ts';

const MOST = 50;

/** Ids of those who have written or were assigned, whose id begins so. */
export function peopleOf({ all, tenant }: Scope, typed: string): string[] {
  return all<{ name: string }>(
    `SELECT name FROM (SELECT name FROM assignee WHERE tenant = ? UNION SELECT author_id FROM ticket WHERE tenant = ?)
     WHERE substr(name, 1, length(?)) = ? COLLATE NOCASE ORDER BY name LIMIT ?`,
    ...[tenant, tenant, typed, typed, MOST],
  ).map(({ name }) => name);
}

/** Labels in use, most used first. */
export function labelsOf(scope: Scope, project: string | undefined): string[] {
  const projects = project === undefined ? scope.rules.projects : [allowedProject(scope.rules, project)];
  return scope
    .all<{ name: string }>(
      `SELECT l.name FROM label l JOIN ticket t ON t.tenant = l.tenant AND t.row = l.ticket
       WHERE l.tenant = ? AND t.project IN (SELECT value FROM json_each(?))
       GROUP BY l.name ORDER BY count(*) DESC, l.name LIMIT ?`,
      ...[scope.tenant, JSON.stringify(projects), MOST],
    )
    .map(({ name }) => name);
}
