import type { Person, Role } from './tenant.ts';

/**
 * Which state of a ticket is meant: opaque, of the tracker's own making, to be compared as a whole. It is another
 * one after whatever happens to the ticket, a comment included.
 */
export type Rev = string;

/** A ticket in a list. Times are ISO 8601 in UTC, to the second. */
export interface Brief {
  /** What it is called everywhere: `OPS-12`. */
  id: string;
  rev: Rev;
  title: string;
  status: string;
  priority?: string;
  type?: string;
  labels: readonly string[];
  /** Ids of those who are at it. */
  assignees: readonly string[];
  /** As what its author writes; left out where that is not known. */
  authorRole?: Role;
  /** Who holds it now, where claims are kept. */
  claimedBy?: string;
  updated: string;
}

/** A ticket with what people have written in it, as they wrote it: whatever shows it makes it visible first. */
export interface Ticket extends Brief {
  body: string;
  author: Person;
  created: string;
  /** Where people look at it; left out where there is no such place. */
  url?: string;
  resolution?: string;
  /** A day, `2026-11-30`. */
  due?: string;
  parent?: string;
  links: readonly Link[];
  /** How many there are; `comments` of the tracker gives them. */
  comments: number;
  /** Likewise; left out where the tracker keeps none. */
  attachments?: number;
}

/** The project that an id names: `OPS` of `OPS-12`. */
export function projectOf(id: string): string {
  return id.slice(0, id.lastIndexOf('-'));
}

/** `internal` is seen by the team alone, `public` also by who reported the ticket, or by anybody. */
export type Visibility = 'internal' | 'public';

export interface Comment {
  id: string;
  author: Person;
  at: string;
  visibility: Visibility;
  body: string;
}

/** A file that is kept with a ticket. */
export interface Attachment {
  id: string;
  author: Person;
  at: string;
  visibility: Visibility;
  name: string;
  type: string;
  /** Bytes. */
  size: number;
  /** Hex. */
  sha256: string;
}

/** What a ticket is to another; each is the other's reverse, or its own. */
export const RELATIONS = ['blocks', 'blocked_by', 'relates_to', 'duplicates', 'duplicated_by'] as const;
export type Relation = (typeof RELATIONS)[number];

export interface Link {
  relation: Relation;
  target: string;
}

const REVERSES: Readonly<Record<Relation, Relation>> = {
  blocks: 'blocked_by',
  blocked_by: 'blocks',
  relates_to: 'relates_to',
  duplicates: 'duplicated_by',
  duplicated_by: 'duplicates',
};

/** The same link, seen from its other end. */
export function reverseOf(relation: Relation): Relation {
  return REVERSES[relation];
}

/** One field that became another. Sets say what came (`after`) and what went (`before`), and not all of either. */
export interface Changed {
  field: string;
  before?: string;
  after?: string;
}

/** What happened to a ticket at once. */
export interface HistoryEntry {
  /** The state that it led to; its place in the history where the tracker keeps no states. */
  rev: Rev;
  at: string;
  by: Person;
  /** Such as `created`, `updated`, `moved`, `claimed`, `released`, `commented`, `linked`. */
  what: string;
  changed: readonly Changed[];
}

/** What a write answers, as the tracker has it afterwards. */
export interface Written {
  id: string;
  rev: Rev;
  url?: string;
  changed: readonly Changed[];
  /** What was asked for and the tracker left out without a word, such as a label for which a permission is missing. */
  dropped?: readonly string[];
  /** The same was done before, and this is what was answered then. */
  replayed?: boolean;
}
