/** What a list tells of a ticket `t`: a `BriefRow`. */
export const BRIEF = `t.row, t.project || '-' || t.number AS id, t.rev, t.title, t.status, t.priority, t.type,
  t.changed, t.updated_at, t.claimed_by, t.claimed_until, t.author_role,
  (SELECT coalesce(json_agg(name ORDER BY name), '[]')::text FROM label WHERE tenant = t.tenant AND ticket = t.row)
    AS labels,
  (SELECT coalesce(json_agg(name ORDER BY name), '[]')::text FROM assignee WHERE tenant = t.tenant AND ticket = t.row)
    AS assignees`;

/** What a person of the scope may know of, of the table `t`: `$1` is the tenant, `$2` the projects. */
export const REACHED = 't.tenant = $1 AND t.project = ANY($2)';
