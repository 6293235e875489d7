import type { Audience } from './audience.ts';

/**
 * What a tracker can do. Known before anything is opened, because what tools offer is made of it: a tool or parameter
 * that a tracker cannot serve is not shown at all. A method of `Tracker` that is optional is there exactly where this
 * says so.
 */
export interface Capabilities {
  /** It is somebody else's, beyond this server. */
  remote: boolean;
  /**
   * Tickets can be looked at, and what is there be changed. A tracker that only takes new ones is asked for nothing but
   * `workflow` and `create`.
   */
  reading: boolean;
  /** What one can look for, as a model is told: `words and "phrases"`. */
  words: string;
  /**
   * `compare-and-set`: of two changes that saw the same state, one is refused, always. `best effort`: the state is
   * looked at just before it is changed, and somebody may be faster.
   */
  revisions: 'compare-and-set' | 'best effort';
  priorities: boolean;
  types: boolean;
  labels: boolean;
  assignees: boolean;
  /** One of many who take a ticket at once gets it: as surely as revisions are. */
  claim: boolean;
  /** Claims end by themselves. */
  leases: boolean;
  /** Which comments it has; the first is what a comment is unless its author says otherwise. */
  comments: readonly ('internal' | 'public')[];
  relations: boolean;
  history: boolean;
  attachments: boolean;
  /** Keeps books of what is done for tickets beyond it. */
  actions?: boolean;
  due: boolean;
  parent: boolean;
  /** Why a ticket ends is kept. */
  resolutions: boolean;
  /** Who can see what stands in its projects; where they differ, the most who can, and `audience` tells them apart. */
  audience: Audience;
  /** Some of them are no members of the team: they see tickets, and of comments those that are public. */
  customers: boolean;
  /** Keeps keys and what was answered to them itself, together with what it writes. */
  idempotency: boolean;
  /** Tells of changes that others make. */
  watch: boolean;
  /** Says what making, changing and moving a ticket would do, without doing it (`Trying`). */
  dryRuns: boolean;
}
