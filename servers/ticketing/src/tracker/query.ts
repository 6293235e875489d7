import type { Brief } from './ticket.ts';
import type { StatusKind } from './workflow.ts';

/** Which tickets are meant. Everything that is given has to hold. */
export interface Query {
  /** Words that all have to occur in title or body: `word`, `begin*`, `"a phrase"`, `-without`. */
  text?: string;
  project?: string;
  /** Any of these. */
  status?: readonly string[];
  kind?: StatusKind;
  priority?: string;
  type?: string;
  assignee?: string;
  /** All of these. */
  labels?: readonly string[];
  parent?: string;
  /** Open, held by nobody, and with nothing left that blocks it. */
  ready?: boolean;
  /** ISO 8601: a day, or a time. */
  updatedSince?: string;
}

/** How much of a list is wanted, and from where on. */
export interface Wanted {
  /** 1 to 50. */
  limit: number;
  /** `next` of the page before, of the same question. */
  after?: string | undefined;
}

export interface Page<T> {
  items: readonly T[];
  /** Where the next page begins, in words of the tracker; left out with the last page. */
  next?: string;
  /** How many there are in all, where that is known exactly. */
  total?: number;
}

/** A ticket that may be about the same matter. */
export interface Similar {
  ticket: Brief;
  /** From 0, nothing in common, to 1, the same words. */
  score: number;
}
