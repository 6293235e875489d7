import type { Answer, Column } from '../engine/answer.ts';
import type { Caps } from '../engine/caps.ts';
import type { Cell } from './cell.ts';
import { cut } from './cut.ts';

/** Characters of a column's name: an expression names itself, and may be a megabyte. */
const LONGEST_NAME = 128;
/** Of `{"columns":[],"rows":[]}`. */
const FRAME = 24;
/** Of the type of a column, told only after the columns were counted. */
const LATE_TYPE = 8;

/** Takes rows until a cap is reached. Holds never more than the caps, plus the one row that is offered. */
export class Collector {
  readonly #caps: Caps;
  readonly #started = performance.now();
  #columns: Column[] = [];
  readonly #rows: Cell[][] = [];
  #bytes = FRAME;
  #truncated: Answer['truncated'] = false;

  constructor(caps: Caps) {
    this.#caps = caps;
  }

  set columns(columns: readonly Column[]) {
    this.#columns = columns.map((column) => ({
      ...column,
      name: shown(column.name),
      ...(column.table === undefined ? {} : { table: shown(column.table) }),
    }));
    this.#bytes = FRAME + LATE_TYPE * columns.length + Buffer.byteLength(JSON.stringify(this.#columns));
  }

  /** Says later what a column is of, where only its values tell. */
  typeColumn(at: number, type: string): void {
    const column = this.#columns[at];
    if (column !== undefined) column.type = type;
  }

  /** Whether another row would be looked at. The row after the last that fits is what proves that there was more. */
  get full(): boolean {
    return this.#truncated !== false;
  }

  /** Rows that still fit, if none is too large. */
  get room(): number {
    return this.#caps.rows - this.#rows.length;
  }

  /** Bytes that still fit. */
  get bytesLeft(): number {
    return Math.max(0, this.#caps.bytes - this.#bytes);
  }

  /** Takes a row. False where it did not fit: then the answer is full. */
  add(row: Cell[]): boolean {
    if (this.#truncated !== false) return false;
    if (this.room === 0) {
      this.#truncated = 'rows';
      return false;
    }
    const bytes = Buffer.byteLength(JSON.stringify(row)) + 1;
    if (bytes > this.bytesLeft) {
      this.#truncated = 'bytes';
      return false;
    }
    this.#bytes += bytes;
    this.#rows.push(row);
    return true;
  }

  finish(): Answer {
    return {
      columns: this.#columns,
      rows: this.#rows,
      truncated: this.#truncated,
      elapsedMs: Math.round(performance.now() - this.#started),
    };
  }
}

function shown(name: string): string {
  return name.length > LONGEST_NAME ? `${cut(name, LONGEST_NAME - 1)}…` : name;
}
