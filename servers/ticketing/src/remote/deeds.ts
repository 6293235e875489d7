import type { Written } from '../tracker/ticket.ts';

/** What is known of something that was to be written once. */
export interface KnownDeed {
  /** Of what was asked for. */
  hash: string;
  /** Milliseconds since 1970. */
  begun: number;
  /** When it was done, or its answer lost; as `begun` while nothing is known of it. */
  at: number;
  /** Undefined where there is none: it is being done, whoever did it has gone, or the answer was lost. */
  answer: Written | undefined;
  /** Why the answer was lost. */
  cause?: unknown;
}

/** Remembers deeds by their names; of very many the oldest are forgotten. */
export interface Deeds {
  get(name: string): KnownDeed | undefined;
  /** Sets one that begins: of all who have got `last` before, one is told true, and nothing is set for the others. */
  begin(name: string, deed: KnownDeed, last: KnownDeed | undefined): boolean;
  set(name: string, deed: KnownDeed): void;
  delete(name: string): void;
  close(): void;
}

/** Deeds that are remembered. */
const MOST = 5_000;

/** For as long as this process lives. */
export class DeedsInMemory implements Deeds {
  readonly #known = new Map<string, KnownDeed>();

  get(name: string): KnownDeed | undefined {
    return this.#known.get(name);
  }

  begin(name: string, deed: KnownDeed, last: KnownDeed | undefined): boolean {
    if (this.#known.get(name) !== last) return false;
    this.set(name, deed);
    return true;
  }

  set(name: string, deed: KnownDeed): void {
    this.#known.delete(name);
    this.#known.set(name, deed);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
  }

  delete(name: string): void {
    this.#known.delete(name);
  }

  close(): void {}
}
