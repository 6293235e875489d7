import { reach } from './brief.ts';
import type { Scope } from './store.ts';

/**
 * Statuses that tickets have and the workflow has not: it was another one before. From one to the next by the index,
 * however many tickets there are.
 */
export function formerStatuses(scope: Scope): string[] {
  const [tenant, projects] = reach(scope);
  const names = scope.rules.workflow.statuses.map(({ name }) => name);
  return scope
    .all<{ status: string }>(
      `WITH RECURSIVE there(status) AS (
         SELECT min(status) FROM ticket WHERE tenant = ?
         UNION ALL
         SELECT (SELECT min(status) FROM ticket WHERE tenant = ? AND status > there.status)
         FROM there WHERE there.status IS NOT NULL
       ) SELECT status FROM there
       WHERE status NOT IN (SELECT value FROM json_each(?)) AND EXISTS (
         SELECT 1 FROM ticket t WHERE t.tenant = ? AND t.status = there.status
           AND t.project IN (SELECT value FROM json_each(?)))`,
      ...[tenant, tenant, JSON.stringify(names), tenant, projects],
    )
    .map(({ status }) => status);
}
