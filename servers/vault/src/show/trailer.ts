import { ANSWER_BYTES } from '@ashlar/kit';
import { clip } from '@ashlar/kit/files';

/** Said where the vault changed while all of it was looked at. */
export const CHANGED = 'the vault changed in the meantime, so some of it may be out of date';

/** Said where notes that nobody has read yet could change the answer. */
export function fillingFact(waiting: number): string | undefined {
  return waiting === 0
    ? undefined
    : `the index is still filling: ${counted(waiting, 'note')} not read yet, so this may be a part`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Lines of one answer: in `bytes` of UTF-8 and `rows` at most, but never none. A first one that is too long is cut. */
export class Page {
  readonly lines: string[] = [];
  readonly #rows: number;
  #left: number;

  constructor({ bytes, rows }: { bytes: number; rows: number } = { bytes: ANSWER_BYTES, rows: Infinity }) {
    this.#left = bytes;
    this.#rows = rows;
  }

  /** False where the line does not fit any more, and then for all that follow. */
  add(line: string): boolean {
    const bytes = Buffer.byteLength(line) + 1;
    const fits = bytes <= this.#left;
    if (this.lines.length === this.#rows || (!fits && this.lines.length > 0)) {
      this.#left = 0;
      return false;
    }
    // A character takes three bytes at most, or two of them four.
    this.lines.push(fits ? line : clip(line, Math.floor(this.#left / 3) - 1));
    this.#left = Math.max(0, this.#left - bytes);
    return true;
  }

  get text(): string {
    return this.lines.join('\n');
  }
}
