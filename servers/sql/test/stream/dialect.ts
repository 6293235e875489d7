import type { GivenValue } from './truth.ts';

/** What expressions of one kind can be written as. In templates `{int}` stands for any expression of that kind. */
export interface Kind {
  /** Constants as SQL writes them. */
  constants: readonly string[];
  /** Values that may be given for a placeholder instead. */
  given: readonly GivenValue[];
  /** How a placeholder of this kind is written; `?` stands for it. */
  placeholder: string;
  /** Templates of expressions. */
  forms: readonly string[];
  /** Templates of aggregates; `{filter}` stands where FILTER goes, if it is not at their end. */
  aggregates: readonly string[];
  /** Templates of window functions; `{over}` stands for the window. */
  windows: readonly string[];
  /** Cannot be compared, so not be sorted, grouped or united. */
  opaque?: boolean;
}

/** Something to select from, with its columns by name and kind, as they are written. */
export interface Relation {
  /** As it stands behind FROM; `{as}` stands for its alias. */
  from: string;
  columns: readonly (readonly [name: string, kind: string])[];
  /** A table, which other tables share `id` with. */
  isTable?: boolean;
}

/** The questions that can be asked of one database. */
export interface Dialect {
  /** Makes the tables. */
  script: string;
  /** As an alias or a name in a list is written. */
  quote(name: string): string;
  kinds: Readonly<Record<string, Kind>>;
  relations: readonly Relation[];
  /** Templates with `{a}`, `{b}` and, where they need a condition, `{bool}`. */
  joins: readonly string[];
  /** Likewise, where `{b}` sees the columns of `{a}`. */
  laterals: readonly string[];
  /** Likewise, between tables only. */
  sharing: readonly string[];
  /** Between two queries. */
  unions: readonly string[];
  /** Templates around `{keys}`. */
  groupings: readonly string[];
  /** Behind a key of ORDER BY. */
  orders: readonly string[];
  frames: readonly string[];
  limits: readonly string[];
  /** Behind an aggregate; may be nothing. */
  filter: string;
  /** Whole statements with expressions in them. */
  statements: readonly string[];
  /** A statement, and its parts, may stand in parentheses. */
  parentheses: boolean;
  /** How a comment may look. */
  comments: readonly string[];
  /** How placeholders are written for the server, and for the driver. */
  placeholders: readonly PlaceholderStyle[];
}

export interface PlaceholderStyle {
  /** The nth value, counted from 1. */
  ours(at: number): string;
  direct(at: number): string;
  oursBy: GivenBy;
  directBy: GivenBy;
}

/** How values are given: in the order of their numbers, in that of their places, or in an object by name or number. */
export type GivenBy = 'number' | 'order' | 'name' | 'digits';
