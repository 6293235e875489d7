/** Counts what each of many holds at once. */
export class Slots {
  readonly #held = new Map<string, number>();

  /** Takes one of `most`; the returned function gives it back, once. Undefined where all are taken. */
  take(holder: string, most: number): (() => void) | undefined {
    const held = this.#held.get(holder) ?? 0;
    if (held >= most) return undefined;
    this.#held.set(holder, held + 1);
    let taken = true;
    return () => {
      if (taken) this.#giveBack(holder);
      taken = false;
    };
  }

  /** How many hold anything. */
  get holders(): number {
    return this.#held.size;
  }

  #giveBack(holder: string): void {
    const held = (this.#held.get(holder) ?? 0) - 1;
    if (held > 0) this.#held.set(holder, held);
    else this.#held.delete(holder);
  }
}
