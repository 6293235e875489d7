const BACKTICK = 96;

/** Offset behind a run of one character. */
function runEnd(text: string, from: number, end: number, code: number): number {
  let at = from;
  while (at < end && text.charCodeAt(at) === code) at++;
  return at;
}

/**
 * Where code spans end within one block of text (CommonMark 0.31, section 6.1). The last run of each length is
 * looked up once, so that a run without a partner is never searched for.
 */
export class CodeSpans {
  readonly #text: string;
  readonly #end: number;
  #lastRuns: Map<number, number> | undefined;

  constructor(text: string, end: number) {
    this.#text = text;
    this.#end = end;
  }

  /** Offset behind the span that the run of backticks at `at` opens; behind the run where it opens none. */
  after(at: number): number {
    const open = runEnd(this.#text, at, this.#end, BACKTICK);
    const length = open - at;
    this.#lastRuns ??= this.#runsFrom(at);
    if ((this.#lastRuns.get(length) ?? -1) < open) return open;
    for (let from = open; ; ) {
      const start = this.#text.indexOf('`', from);
      from = runEnd(this.#text, start, this.#end, BACKTICK);
      if (from - start === length) return from;
    }
  }

  #runsFrom(from: number): Map<number, number> {
    const runs = new Map<number, number>();
    for (let at = this.#text.indexOf('`', from); at >= 0 && at < this.#end; ) {
      const end = runEnd(this.#text, at, this.#end, BACKTICK);
      runs.set(end - at, at);
      at = this.#text.indexOf('`', end);
    }
    return runs;
  }
}
