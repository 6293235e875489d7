import type { Store } from './store.ts';

/** Milliseconds between two looks at whether another process has written. */
const LOOK_MS = 500;
/** Changes that are told at once, at most; the rest is told with the next look. */
const MOST_TOLD = 1_000;

interface EventRow {
  seq: number;
  tenant: string;
  project: string;
  id: string;
}

type Listener = (ids: readonly string[]) => void;

/** Tells what changes in the file, whoever changes it, while anybody listens. */
export class Feed {
  readonly #store: Store;
  readonly #projects: readonly string[];
  readonly #listeners = new Map<Listener, string>();
  #looking: NodeJS.Timeout | undefined;
  #seen = 0;
  #writes = 0;

  /** Of these projects alone is told. */
  constructor(store: Store, projects: readonly string[]) {
    this.#store = store;
    this.#projects = projects;
  }

  /** Until the returned function is called; of this tenant alone. */
  listen(tenant: string, told: Listener): () => void {
    if (this.#looking === undefined) {
      this.#seen =
        this.#store.all<{ last: number }>('SELECT coalesce(max(seq), 0) AS last FROM event')[0]?.last ?? 0;
      this.#writes = this.#store.foreignWrites;
      this.#looking = setInterval(() => this.#look(), LOOK_MS).unref();
    }
    // A function of its own for each, so that one who listens twice is told twice.
    const listener: Listener = (ids) => told(ids);
    this.#listeners.set(listener, tenant);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.close();
    };
  }

  /** To be called after this process has written. */
  wrote(): void {
    if (this.#looking !== undefined) this.#tell();
  }

  close(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
    this.#listeners.clear();
  }

  /** A file that cannot be read now is looked at again. */
  #look(): void {
    try {
      const writes = this.#store.foreignWrites;
      if (writes === this.#writes) return;
      this.#tell();
      this.#writes = writes;
    } catch {}
  }

  #tell(): void {
    const events = this.#store.all<EventRow>(
      `SELECT e.seq, n.name AS tenant, t.project, t.project || '-' || t.number AS id
       FROM event e JOIN tenant n ON n.id = e.tenant JOIN ticket t ON t.tenant = e.tenant AND t.row = e.ticket
       WHERE e.seq > ? ORDER BY e.seq LIMIT ?`,
      ...[this.#seen, MOST_TOLD],
    );
    this.#seen = events.at(-1)?.seq ?? this.#seen;
    const told = events.filter(({ project }) => this.#projects.includes(project));
    for (const [listener, tenant] of this.#listeners) {
      const ids = new Set(told.filter((event) => event.tenant === tenant).map(({ id }) => id));
      if (ids.size > 0) listener([...ids]);
    }
    if (events.length === MOST_TOLD) setImmediate(() => this.wrote());
  }
}
