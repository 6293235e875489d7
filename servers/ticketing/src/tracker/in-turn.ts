/** Work that is done one after the other, of each matter by itself: what a change looks at and what it writes belong together. */
export class InTurn {
  readonly #last = new Map<string, Promise<unknown>>();

  do<T>(work: () => Promise<T>, matter = ''): Promise<T> {
    const done = (this.#last.get(matter) ?? Promise.resolve()).then(work);
    const over = done.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(matter, over);
    void over.then(() => this.#last.get(matter) === over && this.#last.delete(matter));
    return done;
  }
}
