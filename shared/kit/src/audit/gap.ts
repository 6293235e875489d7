/** A time in which nothing could be recorded: what came in it is counted, to be recorded after it. */
export class Gap {
  readonly #since = new Date();
  #refused = 0;
  #reads = 0;
  #dropped = 0;

  /** Whether something began in this time, and so is counted and not recorded. */
  covers(began: Date): boolean {
    const covered = began >= this.#since;
    if (covered) this.#dropped += 1;
    return covered;
  }

  countRefused(): void {
    this.#refused += 1;
  }

  countRead(): void {
    this.#reads += 1;
  }

  /** Calls that were refused and calls that ran unrecorded; `others` are refusals at the door and other events. */
  details(): Readonly<Record<string, unknown>> {
    const others = Math.max(0, this.#dropped - this.#refused - this.#reads);
    return { since: this.#since.toISOString(), refused: this.#refused, reads: this.#reads, others };
  }
}
