import type { Cell } from '../values/cell.ts';

export interface Column {
  /** As the database names it, cut at 128 characters. Names may occur twice. */
  name: string;
  /** The database's name of the type; for an expression of SQLite, of the first value that is not null. */
  type: string;
  /** The table it comes from, where the database says so. */
  table?: string;
}

export interface Answer {
  columns: Column[];
  /** One array a row, in the order of `columns`. */
  rows: Cell[][];
  /** The cap at which reading stopped, although there was more. */
  truncated: false | 'rows' | 'bytes';
  /** Milliseconds from the question to the last row read. */
  elapsedMs: number;
  /** Where a page was asked for: what tells whether the rows before it are those that were given before. */
  digests?: {
    /** Of the rows that were passed over; empty where there were fewer. */
    before: string;
    /** Of those and the rows of this answer. */
    after: string;
  };
}
