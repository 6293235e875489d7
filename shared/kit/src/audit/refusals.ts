/** Refusals in a second that get a line each: whoever knocks faster must not be able to fill the disk. */
const LINES = 20;
const SECOND = 1_000;

/** Lets through so many refusals a second, and counts the others, to be told of in one line. */
export class Refusals {
  readonly #tell: (more: number, since: Date) => void;
  #timer: NodeJS.Timeout | undefined;
  #since = new Date();
  #count = 0;

  /** `tell` hears, at the end of a second, how many more there were in it. */
  constructor(tell: (more: number, since: Date) => void) {
    this.#tell = tell;
  }

  /** Whether this one gets a line of its own. */
  admits(): boolean {
    this.#timer ??= this.#begin();
    this.#count += 1;
    return this.#count <= LINES;
  }

  /** Tells at once what is left to tell. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#count > LINES) this.#tell(this.#count - LINES, this.#since);
    this.#count = 0;
  }

  #begin(): NodeJS.Timeout {
    this.#since = new Date();
    return setTimeout(() => this.end(), SECOND).unref();
  }
}
