import type { Column, Told } from '../engine/answer.ts';
import type { PageCaps } from '../engine/caps.ts';
import type { Cell } from './cell.ts';
import { cut } from './cut.ts';
import { fittedRow, hides, visibleCell } from './fit-row.ts';
import { RowDigest } from './row-digest.ts';

/** Characters of a column's name: an expression names itself, and may be a megabyte. */
const LONGEST_NAME = 128;
/** Of `{"columns":[],"rows":[]}`. */
const FRAME = 24;
/** Of the type of a column, told only after the columns were counted. */
const LATE_TYPE = 8;

/** Takes rows until a cap is reached. Holds never more than the caps, plus the one row that is offered. */
export class Collector {
  readonly #caps: PageCaps;
  readonly #digest: RowDigest | undefined;
  #toSkip: number;
  readonly #started = performance.now();
  #columns: Column[] = [];
  /** The rows as JSON. */
  readonly #rows: string[] = [];
  /** The first of them as it was before it was cut to fit. */
  #whole: string | undefined;
  #bytes = FRAME;
  #truncated: Told['truncated'] = false;

  constructor(caps: PageCaps) {
    this.#caps = caps;
    this.#digest = caps.page === undefined ? undefined : new RowDigest();
    this.#toSkip = caps.page?.skip ?? 0;
  }

  set columns(columns: readonly Column[]) {
    this.#columns = columns.map((column) => ({
      ...column,
      name: this.#name(column.name),
      ...(column.table === undefined ? {} : { table: this.#name(column.table) }),
    }));
    this.#bytes = FRAME + LATE_TYPE * columns.length + Buffer.byteLength(JSON.stringify(this.#columns));
  }

  #name(name: string): string {
    const short = name.length > LONGEST_NAME ? `${cut(name, LONGEST_NAME - 1)}…` : name;
    return this.#digest === undefined ? short : String(visibleCell(short));
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

  /** Rows that are still taken, if none is too large. */
  get room(): number {
    return this.#toSkip + this.#caps.rows - this.#rows.length;
  }

  /** Bytes that still fit. */
  get bytesLeft(): number {
    return Math.max(0, this.#caps.bytes - this.#bytes);
  }

  /** Takes a row. False where it did not fit: then the answer is full. */
  add(row: Cell[]): boolean {
    if (this.#truncated !== false) return false;
    const text = JSON.stringify(row);
    if (this.#digest === undefined || !hides(text)) return this.#take(row, text);
    const shown = row.map(visibleCell);
    return this.#take(shown, JSON.stringify(shown));
  }

  #take(row: Cell[], text: string): boolean {
    if (this.#toSkip > 0) return this.#skip(text);
    if (this.room === 0) return this.#stop('rows');
    const bytes = Buffer.byteLength(text) + 1;
    if (bytes > this.bytesLeft) return this.#cutToFit(row, text);
    this.#bytes += bytes;
    this.#rows.push(text);
    return true;
  }

  #skip(text: string): true {
    this.#digest?.add(text);
    this.#toSkip -= 1;
    return true;
  }

  #stop(why: 'rows' | 'bytes'): false {
    this.#truncated = why;
    return false;
  }

  /** The first row of a page is cut to fit, or nobody would ever come beyond it. */
  #cutToFit(row: Cell[], text: string): boolean {
    const alone = this.#digest !== undefined && this.#rows.length === 0;
    const fitted = alone ? fittedRow(row, this.bytesLeft) : undefined;
    if (fitted === undefined) return this.#stop('bytes');
    this.#bytes += this.bytesLeft;
    this.#rows.push(fitted);
    this.#whole = text;
    return true;
  }

  finish(): Told {
    return {
      columns: this.#columns,
      rowCount: this.#rows.length,
      rowsText: `[${this.#rows.join(',')}]`,
      truncated: this.#truncated,
      elapsedMs: Math.round(performance.now() - this.#started),
      ...(this.#digest === undefined ? {} : { digests: this.#digests(this.#digest) }),
    };
  }

  #digests(digest: RowDigest): { before: string; after: string } {
    const before = this.#toSkip > 0 ? '' : digest.value;
    if (this.#truncated === false) return { before, after: '' };
    for (const [at, row] of this.#rows.entries()) digest.add(at === 0 ? (this.#whole ?? row) : row);
    return { before, after: digest.value };
  }
}
