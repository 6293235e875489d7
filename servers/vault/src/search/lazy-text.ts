import { setTimeout } from 'node:timers/promises';
import { Batches, type Changes } from '../disk/changes.ts';
import { createTextIndex, type TextIndex, type TextIndexOptions } from './text-index.ts';

/** Milliseconds that the first search waits at most. */
const FIRST_MS = 1_500;

export interface LazyTextOptions extends TextIndexOptions {
  /** Settles once every file is known in its state. */
  listed(): Promise<void>;
}

/** The text index, which nobody pays for before the first search. */
export class LazyText {
  readonly #options: LazyTextOptions;
  #index: TextIndex | undefined;

  constructor(options: LazyTextOptions) {
    this.#options = options;
  }

  /** As the follower of the vault tells. */
  take(changes: Changes): void {
    this.#index?.update(changes);
  }

  /**
   * Starts it if need be, and gives it a moment to read a vault of common size: the first answer is a whole one then.
   */
  async open(): Promise<TextIndex> {
    await this.#options.listed();
    if (this.#index) return this.#index;
    const index = this.#start();
    await Promise.race([index.settled(), setTimeout(FIRST_MS, undefined, { ref: false })]);
    return index;
  }

  async close(): Promise<void> {
    await this.#index?.close();
  }

  #start(): TextIndex {
    const index = createTextIndex(this.#options);
    this.#index = index;
    const all = new Batches((changes) => index.update(changes));
    for (const file of this.#options.files()) all.add('added', file);
    all.flush();
    index.listed();
    return index;
  }
}
