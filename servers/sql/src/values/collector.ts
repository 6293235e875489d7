import type { Column, Told } from '../engine/answer.ts';
import type { PageCaps } from '../engine/caps.ts';
import type { Cell } from './cell.ts';
import { cut } from './cut.ts';
import { fittedRow, hides, mostBytes, visibleCell } from './fit-row.ts';
import { RowDigest } from './row-digest.ts';

/** Characters of a column's name: an expression names itself, and may be a megabyte. */
const LONGEST_NAME = 128;
/** And of its type: SQLite takes any text for one, and others make it of what a value holds. */
const LONGEST_TYPE = 1_000;
/** Of `{"columns":[],"rows":[]}`. */
const FRAME = 24;
/** Of the type of a column, told only after the columns were counted. */
const LATE_TYPE = 8;
/** Rows that are written at once: JSON of many takes two thirds of the time of as many alone. */
const TOGETHER = 64;
/** And what they may take at most, in bytes of JSON. */
const ENOUGH = 65_536;

/** What a column is of. */
type Origin = Omit<Column, 'name'>;

/** Takes rows until a cap is reached. Holds never more than the caps, plus the one row that is offered. */
export class Collector {
  readonly #caps: PageCaps;
  readonly #digest: RowDigest | undefined;
  #toSkip: number;
  readonly #started = performance.now();
  #columns: Column[] = [];
  /** The rows as JSON, one or several with commas between them. */
  readonly #rows: string[] = [];
  #count = 0;
  /** Rows that are taken, and surely fit, but are not written yet; and the bytes of JSON that they take at most. */
  #taken: Cell[][] = [];
  #takenBytes = 0;
  /** The first row as it was before it was cut to fit. */
  #whole: string | undefined;
  #bytes = FRAME;
  #truncated: Told['truncated'] = false;

  constructor(caps: PageCaps) {
    this.#caps = caps;
    this.#digest = caps.page === undefined ? undefined : new RowDigest();
    this.#toSkip = caps.page?.skip ?? 0;
  }

  set columns(columns: readonly Column[]) {
    this.#columns = columns.map(({ name, ...origin }) => ({
      name: this.#short(name, LONGEST_NAME),
      ...this.#origin(origin),
    }));
    this.#bytes = FRAME + LATE_TYPE * columns.length + Buffer.byteLength(JSON.stringify(this.#columns));
  }

  #origin({ type, table }: Origin): Origin {
    return {
      type: this.#short(type, LONGEST_TYPE),
      ...(table === undefined ? {} : { table: this.#short(table, LONGEST_NAME) }),
    };
  }

  #short(text: string, most: number): string {
    const short = text.length > most ? `${cut(text, most - 1)}…` : text;
    return this.#digest === undefined ? short : String(visibleCell(short));
  }

  /** Says later what a column is of, where only its values tell, or where it is asked for behind them. */
  describeColumn(at: number, origin: Origin): void {
    const column = this.#columns[at];
    if (column !== undefined) Object.assign(column, this.#origin(origin));
  }

  /** Whether another row would be looked at. The row after the last that fits is what proves that there was more. */
  get full(): boolean {
    return this.#truncated !== false;
  }

  /** Rows that are still taken, if none is too large. */
  get room(): number {
    return this.#toSkip + this.#caps.rows - this.#count - this.#taken.length;
  }

  /** Bytes that still fit, once all that is taken is written. */
  get bytesLeft(): number {
    this.#write();
    return this.#left;
  }

  get #left(): number {
    return Math.max(0, this.#caps.bytes - this.#bytes);
  }

  /** Takes a row. False where it did not fit: then the answer is full. */
  add(row: Cell[]): boolean {
    if (this.#truncated !== false) return false;
    const bytes = mostBytes(row);
    if (this.room > 0 && this.#takenBytes + bytes < Math.min(ENOUGH, this.#left)) {
      this.#taken.push(row);
      this.#takenBytes += bytes;
      if (this.#taken.length === TOGETHER) this.#write();
      return true;
    }
    this.#write();
    return this.#add(row);
  }

  /** Writes what is taken: all at once, but where a cell would hide something. */
  #write(): void {
    const rows = this.#taken;
    if (rows.length === 0) return;
    this.#taken = [];
    this.#takenBytes = 0;
    const text = JSON.stringify(rows).slice(1, -1);
    const asOne = this.#toSkip === 0 || this.#toSkip >= rows.length;
    if (asOne && !this.#hides(text)) this.#keep(text, rows.length);
    else for (const row of rows) this.#add(row);
  }

  #add(row: Cell[]): boolean {
    const text = JSON.stringify(row);
    if (!this.#hides(text)) return this.#take(row, text);
    const shown = row.map(visibleCell);
    return this.#take(shown, JSON.stringify(shown));
  }

  /** What a model reads has to be seen; what a program reads stays as it is. */
  #hides(text: string): boolean {
    return this.#digest !== undefined && hides(text);
  }

  #take(row: Cell[], text: string): boolean {
    if (this.#toSkip === 0) {
      if (this.room === 0) return this.#stop('rows');
      if (Buffer.byteLength(text) + 1 > this.#left) return this.#cutToFit(row, text);
    }
    this.#keep(text, 1);
    return true;
  }

  #keep(text: string, rows: number): void {
    if (this.#toSkip > 0) {
      this.#digest?.add(text);
      this.#toSkip -= rows;
      return;
    }
    this.#bytes += Buffer.byteLength(text) + 1;
    this.#rows.push(text);
    this.#count += rows;
  }

  #stop(why: 'rows' | 'bytes'): false {
    this.#truncated = why;
    return false;
  }

  /** The first row of a page is cut to fit, or nobody would ever come beyond it. */
  #cutToFit(row: Cell[], text: string): boolean {
    const alone = this.#digest !== undefined && this.#count === 0;
    const fitted = alone ? fittedRow(row, this.#left) : undefined;
    if (fitted === undefined) return this.#stop('bytes');
    this.#bytes = this.#caps.bytes;
    this.#rows.push(fitted);
    this.#count = 1;
    this.#whole = text;
    return true;
  }

  finish(): Told {
    this.#write();
    return {
      columns: this.#columns,
      rowCount: this.#count,
      rowsText: `[${this.#rows.join(',')}]`,
      truncated: this.#truncated,
      elapsedMs: Math.round(performance.now() - this.#started),
      ...(this.#digest === undefined ? {} : { digests: this.#digests(this.#digest) }),
    };
  }

  #digests(digest: RowDigest): { before: string; after: string } {
    const skipped = this.#caps.page?.skip ?? 0;
    const before = skipped === 0 || this.#toSkip > 0 ? '' : digest.value;
    if (this.#truncated === false) return { before, after: '' };
    for (const [at, rows] of this.#rows.entries()) digest.add(at === 0 ? (this.#whole ?? rows) : rows);
    return { before, after: digest.value };
  }
}
