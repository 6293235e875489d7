import type { Scope } from './store.ts';

/** What a list tells of a ticket `t`: a `BriefRow`. */
export const BRIEF = `t.row, t.project || '-' || t.number AS id, t.rev, t.title, t.status, t.priority, t.type,
  t.changed, t.updated_at, t.claimed_by, t.claimed_until, t.author_role,
  (SELECT json_group_array(name ORDER BY name) FROM label WHERE tenant = t.tenant AND ticket = t.row) AS labels,
  (SELECT json_group_array(name ORDER BY name) FROM assignee WHERE tenant = t.tenant AND ticket = t.row) AS assignees`;

/** What a person of the scope may know of, of the table `t`; takes `reach`. */
export const REACHED = 't.tenant = ? AND t.project IN (SELECT value FROM json_each(?))';

export function reach({ tenant, rules }: Scope): [number, string] {
  return [tenant, JSON.stringify(rules.projects)];
}
