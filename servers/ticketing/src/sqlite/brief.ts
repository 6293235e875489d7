import type { Role } from '../tracker/tenant.ts';
import type { Brief } from '../tracker/ticket.ts';
import type { Scope } from './store.ts';

/** What a list tells of a ticket `t`. */
export const BRIEF = `t.row, t.project || '-' || t.number AS id, t.rev, t.title, t.status, t.priority, t.type,
  t.changed, t.updated_at, t.claimed_by, t.claimed_until, t.author_role,
  (SELECT json_group_array(name ORDER BY name) FROM label WHERE tenant = t.tenant AND ticket = t.row) AS labels,
  (SELECT json_group_array(name ORDER BY name) FROM assignee WHERE tenant = t.tenant AND ticket = t.row) AS assignees`;

/** What a person of the scope may know of, of the table `t`; takes `reach`. */
export const REACHED = 't.tenant = ? AND t.project IN (SELECT value FROM json_each(?))';

export function reach({ tenant, rules }: Scope): [number, string] {
  return [tenant, JSON.stringify(rules.projects)];
}

export interface BriefRow {
  row: number;
  id: string;
  rev: number;
  title: string;
  status: string;
  priority: string | null;
  type: string | null;
  changed: number;
  updated_at: number;
  claimed_by: string | null;
  claimed_until: number | null;
  author_role: string;
  /** JSON. */
  labels: string;
  assignees: string;
}

export function briefOf(row: BriefRow, now: number): Brief {
  return {
    id: row.id,
    rev: String(row.rev),
    title: row.title,
    status: row.status,
    ...(row.priority === null ? {} : { priority: row.priority }),
    ...(row.type === null ? {} : { type: row.type }),
    labels: JSON.parse(row.labels),
    assignees: JSON.parse(row.assignees),
    authorRole: row.author_role as Role,
    ...(isHeld(row, now) ? { claimedBy: row.claimed_by } : {}),
    updated: timeText(row.updated_at),
  };
}

type Claim = Pick<BriefRow, 'claimed_by' | 'claimed_until'>;

/** Where the clock was put back, a claim lasts for longer: better than that two people are at one ticket. */
export function isHeld(claim: Claim, now: number): claim is { claimed_by: string; claimed_until: number } {
  return claim.claimed_by !== null && (claim.claimed_until ?? 0) > now;
}

/** ISO 8601 in UTC, to the second. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
