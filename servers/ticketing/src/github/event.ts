import type { Changed, HistoryEntry } from '../tracker/ticket.ts';
import { timeText } from './issue.ts';
import { type Account, personOf } from './person.ts';

/** The part of an event of a timeline that counts; each kind has some of it. */
export interface Event {
  event?: string | undefined;
  actor?: Account | null | undefined;
  user?: Account | null | undefined;
  author_association?: string | undefined;
  created_at?: string | undefined;
  submitted_at?: string | undefined;
  label?: { name?: string | null } | null | undefined;
  assignee?: Account | null | undefined;
  rename?: { from: string; to: string } | null | undefined;
  milestone?: { title: string } | null | undefined;
  state_reason?: string | null | undefined;
  id?: number | undefined;
}

type Kind = [what: string, changed: (event: Event) => Changed[]];

const came = (field: string, after: string | null | undefined) => [{ field, ...(after ? { after } : {}) }];
const went = (field: string, before: string | null | undefined) => [{ field, ...(before ? { before } : {}) }];

/** What GitHub calls it, and what it is here. */
const KINDS: Readonly<Record<string, Kind>> = {
  labeled: ['updated', ({ label }) => came('labels', label?.name)],
  unlabeled: ['updated', ({ label }) => went('labels', label?.name)],
  assigned: ['updated', ({ assignee }) => came('assignees', assignee?.login)],
  unassigned: ['updated', ({ assignee }) => went('assignees', assignee?.login)],
  renamed: [
    'updated',
    ({ rename }) => [{ field: 'title', before: rename?.from ?? '', after: rename?.to ?? '' }],
  ],
  milestoned: ['updated', ({ milestone }) => came('milestone', milestone?.title)],
  demilestoned: ['updated', ({ milestone }) => went('milestone', milestone?.title)],
  closed: [
    'moved',
    ({ state_reason }) => [
      { field: 'status', before: 'open', after: 'closed' },
      ...(state_reason ? [{ field: 'resolution', after: state_reason }] : []),
    ],
  ],
  reopened: ['moved', () => [{ field: 'status', before: 'closed', after: 'open' }]],
  commented: ['commented', ({ id }) => came('comment', id === undefined ? undefined : String(id))],
  'cross-referenced': ['mentioned', () => []],
};

/** Anything else that happened is named as GitHub names it. `rev` is its place in the list and no state of the ticket. */
export function entryOf(event: Event, place: number): HistoryEntry {
  const [what, changed] = KINDS[event.event ?? ''] ?? [wordOf(event.event), () => []];
  const at = event.created_at ?? event.submitted_at;
  return {
    rev: String(place),
    at: at === undefined ? '' : timeText(at),
    by: personOf(event.actor ?? event.user, event.author_association),
    what,
    changed: changed(event),
  };
}

function wordOf(event: string | undefined): string {
  return event !== undefined && /^[a-z_-]{1,40}$/.test(event) ? event.replaceAll(/[_-]/g, ' ') : 'changed';
}
