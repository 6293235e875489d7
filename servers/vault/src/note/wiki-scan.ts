import { type Seek, seeker } from './seeker.ts';

/** Where wikilinks end: at the first `]]` on the same line, unless another `[[` comes first. */
export class WikiScan {
  readonly #close: Seek;
  readonly #open: Seek;
  readonly #newline: Seek;

  constructor(text: string) {
    this.#close = seeker(text, ']]');
    this.#open = seeker(text, '[[');
    this.#newline = seeker(text, '\n');
  }

  /** Offset of the `]]` for the `[[` at `at`; -1 where that opens no link. */
  closeOf(at: number, end: number): number {
    const inside = at + 2;
    const close = this.#close(inside);
    if (close + 2 > end || this.#newline(inside) < close || this.#open(at + 1) < close) return -1;
    return close;
  }
}
