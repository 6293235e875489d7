/** Counts what is under way, so that a server can finish it before it ends. */
export class InFlight {
  #count = 0;
  #waiting: (() => void)[] = [];

  get count(): number {
    return this.#count;
  }

  /** Counts one in; the returned function counts it out, once. */
  begin(): () => void {
    this.#count += 1;
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      this.#count -= 1;
      if (this.#count === 0) for (const resume of this.#waiting.splice(0)) resume();
    };
  }

  /** Resolves when nothing is under way, or after `ms` milliseconds; says which. */
  async idle(ms: number): Promise<boolean> {
    if (this.#count === 0) return true;
    let timer: NodeJS.Timeout | undefined;
    const done = new Promise<boolean>((resolve) => this.#waiting.push(() => resolve(true)));
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), ms);
    });
    return Promise.race([done, late]).finally(() => clearTimeout(timer));
  }
}
