import type { Ledger } from '../actions/ledger.ts';
import type { Audience } from './audience.ts';
import type { Capabilities } from './capabilities.ts';
import type { Change, Draft, Intent, LinkChange, Move, NewAttachment, NewComment } from './change.ts';
import type { Page, Query, Similar, Wanted } from './query.ts';
import type { Who } from './tenant.ts';
import type { Attachment, Brief, Comment, HistoryEntry, Rev, Ticket, Written } from './ticket.ts';
import type { Workflow } from './workflow.ts';

/** How a call is made. */
export interface Doing {
  /** Aborts where the caller has gone: throw `ToolError` (`cancelled`), unless something was written already. */
  signal?: AbortSignal | undefined;
}

/** A change that can be tried out. */
export interface Trying extends Doing {
  /**
   * Writes nothing: it is refused for all that can be known beforehand, and the answer says what would be `changed`. The
   * `rev` of such an answer, and the `id` of a ticket that is not there, say nothing. Only where `dryRuns` is.
   */
  dryRun?: boolean | undefined;
}

/** A change of the ticket in the state that the caller saw. */
export interface Seen extends Trying {
  rev: Rev;
}

/** Something that must not be done twice. */
export interface Once extends Doing {
  intent: Intent;
}

/** A ticket that is only made where nothing of the kind is there. */
export interface Creation extends Once, Trying {
  /**
   * Is told what is similar, best first, unless the intent is known already; throwing keeps the ticket from being made.
   * Where the tracker can, nobody else makes one in between.
   */
  unless?: ((similar: readonly Similar[]) => void) | undefined;
}

export interface Claimed extends Written {
  /** Held by this person already: somebody who works under the same name may have claimed it. */
  already: boolean;
}

/**
 * Where tickets are. Tools know trackers by this alone. Each call is for somebody and touches nothing of another
 * tenant; a ticket or project of another one is answered exactly as one that does not exist.
 *
 * All may throw `ToolError`: `not_found` for an unknown ticket or project (`noSuchTicket`), `invalid_input` for a
 * value that the tracker does not take, with those it does (`badValue`), `forbidden` with the name of the permission
 * that is missing, `limited` with the time after which to try again, `unavailable` where it cannot be reached and
 * nothing was changed, and `upstream` where a write was sent and its answer was lost: then nobody knows, the hint says
 * how to find out, and it is not tried again.
 */
export interface Tracker {
  readonly capabilities: Capabilities;
  /** Projects that may be used, the first of which is meant where none is named. Fixed while a server runs. */
  readonly projects: readonly string[];

  /** What tickets of a project may be. */
  workflow(who: Who, project: string | undefined, doing?: Doing): Promise<Workflow>;
  /** Who can see what stands in a project; absent where `capabilities` says it of all. */
  audience?(who: Who, project: string, doing?: Doing): Promise<Audience>;
  /** Ids of those who can be assigned, best matches first, 50 at most; absent without `assignees`. */
  people?(who: Who, typed: string, doing?: Doing): Promise<string[]>;
  /** Labels in use, most used first where that is known, 50 at most; absent without `labels`. */
  labels?(who: Who, project: string | undefined, doing?: Doing): Promise<string[]>;

  /**
   * With words: best first. Without: last changed first, and no ticket comes twice. What changes between two pages may
   * be left out of the second.
   */
  search(who: Who, query: Query, wanted: Wanted, doing?: Doing): Promise<Page<Brief>>;
  get(who: Who, id: string, doing?: Doing): Promise<Ticket>;
  /** Newest first: what is cut off is the oldest, and `total` says of how many. */
  comments(who: Who, id: string, wanted: Wanted, doing?: Doing): Promise<Page<Comment>>;
  /** Newest first; absent without `history`. */
  history?(who: Who, id: string, wanted: Wanted, doing?: Doing): Promise<Page<HistoryEntry>>;
  /** Tickets that may be about the same, best first, at most `limit`. Nothing need exist of the draft. */
  similar(
    who: Who,
    draft: Pick<Draft, 'title' | 'body' | 'project'>,
    limit: number,
    doing?: Doing,
  ): Promise<Similar[]>;

  /** Throws `conflict` where the key of the intent stands for something else. Labels are made where they are new. */
  create(who: Who, draft: Draft, creation: Creation): Promise<Written>;
  /** Throws `conflict` for a state that is gone, with what changed since (`stale`); nothing is changed then. */
  update(who: Who, id: string, change: Change, seen: Seen): Promise<Written>;
  /** Throws as `update`, and `invalid_input` for a way the workflow has not, with those it has. */
  transition(who: Who, id: string, move: Move, seen: Seen): Promise<Written>;
  /**
   * Takes a ticket for oneself: it is assigned, held for `leaseMs` milliseconds, and moved to the first active status
   * it may go to. Where claims have no end and no status is active, it is assigned. Throws `conflict` where somebody
   * else holds it, with who and until when. Absent without `claim`.
   */
  claim?(who: Who, id: string, leaseMs: number, doing?: Doing): Promise<Claimed>;
  /** Gives it back to where it was taken from. Throws `conflict` where somebody else holds it. Absent without `claim`. */
  release?(who: Who, id: string, doing?: Doing): Promise<Written>;
  /** `changed` says the id, the author and the visibility of what was written. Throws as `create`. */
  comment(who: Who, id: string, comment: NewComment, once: Once): Promise<Written>;
  /**
   * Both ends show it. What is linked already, or not when it is to be removed, is left so with nothing `changed`.
   * Throws `invalid_input` for a ticket and itself and for blocks that would run in a circle. Absent without `relations`.
   */
  link?(who: Who, id: string, change: LinkChange, doing?: Doing): Promise<Written>;
  /** Nothing is `changed` where the ticket has the same file by that name. Absent without `attachments`. */
  attach?(who: Who, id: string, file: NewAttachment, doing?: Doing): Promise<Written>;
  /** Newest first; absent without `attachments`. */
  attachments?(who: Who, id: string, wanted: Wanted, doing?: Doing): Promise<Page<Attachment>>;
  /** One with its content. Throws `not_found`. Absent without `attachments`. */
  attachment?(who: Who, id: string, number: string, doing?: Doing): Promise<Attachment & { bytes: Buffer }>;

  /** Absent without `actions`. */
  readonly ledger?: Ledger;

  /**
   * Tells the ids of tickets that changed, whoever changed them, until the returned function is called; several
   * changes may be told at once. Absent without `watch`.
   */
  watch?(who: Who, changed: (ids: readonly string[]) => void): Promise<() => void>;
  close(): void | Promise<void>;
}
