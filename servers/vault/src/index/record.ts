/** Of a number in one unit of a record; the bit above them says that more follow. All are ASCII, and so UTF-8 of one byte. */
const BITS = 6;
const UNIT = 1 << BITS;
/** Numbers up to 2^42: no offset, line or length comes near. */
const MOST_UNITS = 7;

/** Writes numbers and texts into one text: V8 keeps it in one object, a byte a character as long as none is beyond Latin-1. */
export class RecordWriter {
  readonly #parts: string[] = [];

  number(value: number): void {
    let left = value;
    for (; left >= UNIT; left = Math.floor(left / UNIT))
      this.#parts.push(String.fromCharCode(UNIT + (left % UNIT)));
    this.#parts.push(String.fromCharCode(left));
  }

  text(text: string): void {
    this.#parts.push(text);
  }

  get record(): string {
    return this.#parts.join('');
  }
}

/** Reads what was written, in the same order. */
export class RecordReader {
  readonly #record: string;
  #at = 0;

  constructor(record: string) {
    this.#record = record;
  }

  get atEnd(): boolean {
    return this.#at === this.#record.length;
  }

  /** 0 where no number stands, and then nothing stands behind it: a record that was tampered with comes to its end. */
  number(): number {
    let value = 0;
    let factor = 1;
    for (let units = 0; units < MOST_UNITS; units++) {
      const unit = this.#record.charCodeAt(this.#at++);
      if (unit < UNIT) return value + unit * factor;
      if (!(unit < 2 * UNIT)) break;
      value += (unit - UNIT) * factor;
      factor *= UNIT;
    }
    this.#at = this.#record.length;
    return 0;
  }

  /** A text of so many UTF-16 units. */
  text(length: number): string {
    const start = this.#at;
    this.skip(length);
    return this.#record.slice(start, this.#at);
  }

  skip(length: number): void {
    this.#at = Math.min(this.#at + length, this.#record.length);
  }
}
