import { setImmediate as turn } from 'node:timers/promises';
import { throwIfCancelled } from '@ashlar/kit/files';
import type { VaultIndex } from '../index/vault-index.ts';

/** Who waits for it. */
export interface Waiting {
  signal: AbortSignal;
  /** Told of how many files are done, a few times a second. */
  progress(files: number): void;
}

/** What was read of the whole index. */
export interface Read<T> {
  value: T;
  /** The vault changed while it was read: parts of it are as they were before that. */
  changed: boolean;
}

interface Job<T> {
  key: string;
  state: number;
  steps: Generator<number, T>;
  done: number;
  read: Read<T> | undefined;
}

/** Milliseconds for which the thread that answers may be kept at a time, and between two tellings. */
const SLICE_MS = 5;
const TELL_MS = 250;

/**
 * What takes long to make out of the index. It is made in small steps, once for all who want the same, and the last one
 * is kept until the index changes. Who gives up leaves it to the next one, as far as it is.
 */
export class Reading<T> {
  readonly #index: VaultIndex;
  #last: Job<T> | undefined;

  constructor(index: VaultIndex) {
    this.#index = index;
  }

  /** `key` names what `begin` makes, in steps that yield how many files are done. Throws `ToolError` (`cancelled`). */
  async read(key: string, begin: () => Generator<number, T>, waiting: Waiting): Promise<Read<T>> {
    const job = this.#jobFor(key, begin);
    let told = performance.now();
    for (;;) {
      const read = job.read ?? this.#work(job);
      if (read !== undefined) return read;
      if (performance.now() - told > TELL_MS) {
        told = performance.now();
        waiting.progress(job.done);
      }
      await turn();
      throwIfCancelled(waiting.signal);
    }
  }

  #jobFor(key: string, begin: () => Generator<number, T>): Job<T> {
    const { state } = this.#index;
    if (this.#last?.key !== key || this.#last.state !== state) {
      this.#last = { key, state, steps: begin(), done: 0, read: undefined };
    }
    return this.#last;
  }

  #work(job: Job<T>): Read<T> | undefined {
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until) {
      const step = job.steps.next();
      if (step.done) {
        job.read = { value: step.value, changed: job.state !== this.#index.state };
        return job.read;
      }
      job.done = step.value;
    }
    return undefined;
  }
}
