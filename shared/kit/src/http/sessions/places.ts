/** Sessions of one caller at once, on one instance. */
export const SESSIONS_PER_CALLER = 32;
/** Milliseconds without an open request or stream, or a call that goes on without one, after which a session ends. */
export const IDLE_MS = 30 * 60_000;
/** Milliseconds that a session of somebody else has to be idle to give way where all places are taken. */
export const GIVES_WAY_MS = 60_000;

/** What holds a place. */
export interface Placed {
  id: string;
  /** Whose it is: nobody else can find it. */
  owner: string;
  end(): void;
}

interface Place<Held> {
  held: Held;
  /** Requests and streams that are open, and calls that go on without them. */
  open: number;
  /** When one was last opened or closed. */
  used: number;
}

/**
 * The places for sessions, by id: bounded, and each found by its owner alone. A place is idle while nothing of it is open;
 * where there are too many, who is idle longest gives way: first among the caller's own.
 */
export class Places<Held extends Placed> {
  readonly #most: number;
  readonly #now: () => number;
  readonly #places = new Map<string, Place<Held>>();

  constructor(most: number, now: () => number = Date.now) {
    this.#most = most;
    this.#now = now;
  }

  get size(): number {
    return this.#places.size;
  }

  /** Makes room for one more of this owner. False where there is none, whoever gives way. */
  makeRoom(owner: string): boolean {
    this.sweep();
    const own = [...this.#places.values()].filter(({ held }) => held.owner === owner);
    if (own.length >= SESSIONS_PER_CALLER && !this.#endLongestIdle(own, 0)) return false;
    return this.size < this.#most || this.#endLongestIdle([...this.#places.values()], GIVES_WAY_MS);
  }

  add(held: Held): void {
    this.#places.set(held.id, { held, open: 0, used: this.#now() });
  }

  /** Undefined for an id that nobody has, and for one that somebody else has: no one can tell which. */
  find(id: string, owner: string): Held | undefined {
    const held = this.#places.get(id)?.held;
    return held?.owner === owner ? held : undefined;
  }

  /** Says that something of it is open; the returned function says that it no longer is, once. */
  open({ id }: Held): () => void {
    const place = this.#places.get(id);
    if (place === undefined) return () => {};
    place.open += 1;
    place.used = this.#now();
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      place.open -= 1;
      place.used = this.#now();
    };
  }

  /** Ends one, whoever else ends it too. */
  end({ id }: Held): void {
    const place = this.#places.get(id);
    this.#places.delete(id);
    place?.held.end();
  }

  /** Ends what has been idle for too long. */
  sweep(): void {
    const ended = [...this.#places.values()].filter((place) => this.#idleMs(place) >= IDLE_MS);
    for (const { held } of ended) this.end(held);
  }

  endAll(): void {
    for (const { held } of [...this.#places.values()]) this.end(held);
  }

  #endLongestIdle(among: readonly Place<Held>[], atLeastMs: number): boolean {
    const idle = among.filter((place) => this.#idleMs(place) >= atLeastMs);
    if (idle.length === 0) return false;
    this.end(idle.reduce((a, b) => (b.used < a.used ? b : a)).held);
    return true;
  }

  #idleMs({ open, used }: Place<Held>): number {
    return open > 0 ? Number.NEGATIVE_INFINITY : this.#now() - used;
  }
}
