import type { Capabilities } from '../tracker/capabilities.ts';
import type { Profile } from './profile.ts';

/** What a tracker can do, as its profile has it. */
export function capabilitiesOf(profile: Profile): Capabilities {
  const { fields, ticket, search, change, comment, history, revisions, identity } = profile;
  const reading = ticket !== undefined && search !== undefined && change !== undefined;
  const assignees = fields.assignee?.write !== undefined;
  return {
    remote: true,
    reading,
    words: 'words, "phrases" and -without',
    revisions: revisions?.by === 'etag' ? 'compare-and-set' : 'best effort',
    priorities: fields.priority?.write !== undefined,
    types: fields.type?.write !== undefined,
    labels: false,
    assignees,
    claim: reading && assignees && identity !== undefined,
    leases: false,
    comments: (['internal', 'public'] as const).filter((one) => comment?.[one] !== undefined),
    relations: false,
    history: history !== undefined,
    attachments: false,
    due: fields.due?.write !== undefined,
    parent: false,
    resolutions: false,
    // Nobody tells who can see what there: then it may be anybody.
    audience: 'everybody',
    customers: true,
    idempotency: false,
    watch: false,
    dryRuns: false,
  };
}
