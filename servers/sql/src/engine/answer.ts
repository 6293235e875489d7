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

/** An answer whose rows can be looked at. */
export class Answer implements Told {
  readonly columns: Column[];
  readonly rowCount: number;
  readonly rowsText: string;
  readonly truncated: Told['truncated'];
  readonly elapsedMs: number;
  readonly digests?: NonNullable<Told['digests']>;
  #rows: Cell[][] | undefined;

  constructor({ columns, rowCount, rowsText, truncated, elapsedMs, digests }: Told) {
    this.columns = columns;
    this.rowCount = rowCount;
    this.rowsText = rowsText;
    this.truncated = truncated;
    this.elapsedMs = elapsedMs;
    if (digests !== undefined) this.digests = digests;
  }

  /** The rows as objects, made when they are first asked for. */
  get rows(): Cell[][] {
    this.#rows ??= JSON.parse(this.rowsText) as Cell[][];
    return this.#rows;
  }
}
