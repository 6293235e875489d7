/** What a job running in a thread tells while it runs. `End` is everything of its result but the entries. */
export interface Report<Entry, End> {
  /** Whether the job was asked to stop: it then returns what it has. */
  stopped(): boolean;
  add(entry: Entry): void;
  /**
   * The job could end here. If it has to be ended by force, its result is the entries added until now and the
   * last `end`. `looked` counts the entries of folders, or files, that it has been through.
   */
  reached(looked: number, end: () => End): void;
}

/** Room for entries in one result. */
export class Page {
  #entries: number;
  #bytes: number;
  #empty = true;

  constructor(limit: number, maxBytes: number) {
    this.#entries = limit;
    this.#bytes = maxBytes;
  }

  /** Takes room for one entry, or refuses. The first always fits: a page that holds nothing leads nowhere. */
  take(bytes: number): boolean {
    if (!this.#empty && (this.#entries < 1 || this.#bytes < bytes)) return false;
    this.#empty = false;
    this.#entries -= 1;
    this.#bytes -= bytes;
    return true;
  }
}
