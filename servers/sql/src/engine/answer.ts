import type { Cell } from '../values/cell.ts';

export interface Column {
  /** As the database names it, cut at 128 characters. Names may occur twice. */
  name: string;
  /** The database's name of the type; for an expression of SQLite, of the first value that is not null. */
  type: string;
  /** The table it comes from, where the database says so. */
  table?: string;
}

/** An answer as it goes from one process to another: its rows are one text, which costs a tenth of what objects cost. */
export interface Told {
  columns: Column[];
  rowCount: number;
  /** The rows as JSON: one array a row, in the order of `columns`. */
  rowsText: string;
  /** The cap at which reading stopped, although there was more. */
  truncated: false | 'rows' | 'bytes';
  /** Milliseconds from the question to the last row read. */
  elapsedMs: number;
  /** Where a page was asked for: what tells whether the rows before it are those that were given before. */
  digests?: {
    /** Of the rows that were passed over; empty where there were fewer. */
    before: string;
    /** Of those and the rows of this answer; empty where no page follows. */
    after: string;
  };
}

export interface Answer extends Told {
  /** The rows as objects, made when they are first asked for; not among what a spread or a comparison takes. */
  readonly rows: Cell[][];
}

/** The same answer with rows that can be looked at. */
export function answerOf(told: Told): Answer {
  let rows: Cell[][] | undefined;
  const get = () => {
    rows ??= JSON.parse(told.rowsText) as Cell[][];
    return rows;
  };
  return Object.defineProperty(told, 'rows', { get }) as Answer;
}
