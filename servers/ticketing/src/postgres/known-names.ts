import { allowedProject } from '../rules/project.ts';
import { lower } from './spelling.ts';
import type { Scope } from './store.ts';

const MOST = 50;

/** Ids of those who have written or were assigned, whose id begins so. */
export async function peopleOf({ all, tenant }: Scope, typed: string): Promise<string[]> {
  const rows = await all<{ name: string }>(
    `SELECT name FROM (SELECT name FROM assignee WHERE tenant = $1 UNION SELECT author_id FROM ticket WHERE tenant = $1) known
     WHERE left(lower(name), length($2)) = $2 ORDER BY name LIMIT $3`,
    ...[tenant, lower(typed), MOST],
  );
  return rows.map(({ name }) => name);
}

/** Labels in use, most used first. */
export async function labelsOf(
  { all, tenant, rules }: Scope,
  project: string | undefined,
): Promise<string[]> {
  const projects = project === undefined ? rules.projects : [allowedProject(rules, project)];
  const rows = await all<{ name: string }>(
    `SELECT l.name FROM label l JOIN ticket t ON t.tenant = l.tenant AND t.row = l.ticket
     WHERE l.tenant = $1 AND t.project = ANY($2) GROUP BY l.name ORDER BY count(*) DESC, l.name LIMIT $3`,
    ...[tenant, projects, MOST],
  );
  return rows.map(({ name }) => name);
}
