import type { Relation, Visibility } from './ticket.ts';

/** A ticket that is to be made. */
export interface Draft {
  /** Left out: the first of those the operator allows. */
  project?: string | undefined;
  title: string;
  body: string;
  type?: string | undefined;
  priority?: string | undefined;
  labels?: readonly string[] | undefined;
  assignees?: readonly string[] | undefined;
  parent?: string | undefined;
  due?: string | undefined;
}

/** What is to become another. Sets are added to and taken from: who adds a label cannot lose another one's. */
export interface Change {
  title?: string | undefined;
  body?: string | undefined;
  priority?: string | undefined;
  type?: string | undefined;
  addLabels?: readonly string[] | undefined;
  removeLabels?: readonly string[] | undefined;
  addAssignees?: readonly string[] | undefined;
  removeAssignees?: readonly string[] | undefined;
  /** `''` takes it away. */
  due?: string | undefined;
  /** `''` takes it away. */
  parent?: string | undefined;
}

export interface Move {
  to: string;
  resolution?: string | undefined;
  /** The ticket that this one is the same as; links the two. */
  duplicateOf?: string | undefined;
}

export interface NewComment {
  body: string;
  visibility: Visibility;
}

/** A file that is to be kept with a ticket, as it was read. */
export interface NewAttachment {
  name: string;
  type: string;
  visibility: Visibility;
  /** Hex. */
  sha256: string;
  bytes: Buffer;
}

export interface LinkChange {
  relation: Relation;
  target: string;
  /** Takes the link away. */
  remove?: boolean | undefined;
}

/**
 * What makes two calls the same one. With a key: for good. Without: the same hash within a minute, from the same
 * person. A tracker keeps it together with what it writes, so that neither is there without the other.
 */
export interface Intent {
  /** The caller's own, 1 to 200 characters; of one person of one tenant. */
  key?: string | undefined;
  /** Of what was asked for, in canonical form. */
  hash: string;
}

/** Milliseconds within which the same content is taken for the same call. */
export const SAME_WITHIN_MS = 60_000;
