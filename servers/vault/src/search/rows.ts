/**
 * Which note each row of the index is, as far as this run has made sure of it. The index names rows in the order in
 * which files were sent to it.
 */
export class Rows {
  /** Of a path: its row; 0 for a note without words; below that the negative number of the sending that waits. */
  readonly #rows = new Map<string, number>();
  readonly #paths: (string | undefined)[] = [];
  /** Sent and not answered, first things first. */
  readonly #sent: string[][] = [];
  /** Of the first of those lists: how many are answered. */
  #answered = 0;
  #sendings = 0;
  #arrivals = 0;
  /** Notes without words. */
  unread = 0;

  /** Notes whose row is not known yet. */
  get waiting(): number {
    return this.#sendings - this.#arrivals;
  }

  /** Until their rows arrive these notes are in no answer. */
  send(paths: string[]): void {
    if (paths.length === 0) return;
    this.#sent.push(paths);
    for (const path of paths) {
      this.remove(path);
      this.#rows.set(path, -++this.#sendings);
    }
  }

  remove(path: string): void {
    const row = this.#rows.get(path);
    if (row === undefined) return;
    this.#rows.delete(path);
    if (row === 0) this.unread--;
    else if (row > 0) this.#paths[row] = undefined;
  }

  arrive(rows: Int32Array): void {
    for (const row of rows) {
      const path = this.#nextSent();
      const sending = ++this.#arrivals;
      // Sent again or removed since: what comes for that will count.
      if (path === undefined || this.#rows.get(path) !== -sending) continue;
      this.#rows.set(path, row);
      if (row === 0) this.unread++;
      else this.#paths[row] = path;
    }
  }

  /** The notes of some rows; those of an earlier run that this one knows nothing of are left out. */
  pathsOf(rows: Int32Array): string[] {
    const paths: string[] = [];
    for (const row of rows) {
      const path = this.#paths[row];
      if (path !== undefined) paths.push(path);
    }
    return paths;
  }

  #nextSent(): string | undefined {
    const [paths] = this.#sent;
    const path = paths?.[this.#answered++];
    if (paths && this.#answered === paths.length) {
      this.#sent.shift();
      this.#answered = 0;
    }
    return path;
  }
}
