import type { DiskFile } from './disk-file.ts';

/** What has happened to the files of the vault, at most 1,000 of them; a path is in one of the lists only. */
export interface Changes {
  added: DiskFile[];
  changed: DiskFile[];
  removed: string[];
}

/** Files told of at once: whoever is told can take a breath in between. */
const MOST = 1_000;

/** Gathers changes and hands them on in the order in which they happened. */
export class Batches {
  readonly #tell: (changes: Changes) => void;
  #now: Changes = { added: [], changed: [], removed: [] };
  /** Paths of what is gathered. */
  #paths = new Set<string>();

  constructor(tell: (changes: Changes) => void) {
    this.#tell = tell;
  }

  add(kind: 'added' | 'changed', file: DiskFile): void {
    this.#room(file.path);
    this.#now[kind].push(file);
  }

  remove(path: string): void {
    this.#room(path);
    this.#now.removed.push(path);
  }

  flush(): void {
    if (this.#paths.size === 0) return;
    const changes = this.#now;
    this.#now = { added: [], changed: [], removed: [] };
    this.#paths = new Set();
    this.#tell(changes);
  }

  #room(path: string): void {
    if (this.#paths.size >= MOST || this.#paths.has(path)) this.flush();
    this.#paths.add(path);
  }
}
