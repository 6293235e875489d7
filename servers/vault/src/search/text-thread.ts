import { Worker } from 'node:worker_threads';
import { ToolError } from '@ashlar/kit/errors';
import type { Answers, Ask, FromThread, Order, Start, ToThread } from './messages.ts';
import { WORKER_URL } from './worker-url.ts';

export interface ThreadEvents {
  opened(kept: boolean): void;
  rows(rows: Int32Array): void;
  /** So many orders are done in all. */
  done(orders: number): void;
  /** The thread has ended and will not answer any more. */
  ended(why: 'no_sqlite' | 'damaged' | 'closed'): void;
}

interface Asked {
  resolve(answer: never): void;
  reject(error: Error): void;
}

/** Megabytes. Texts come and go: a small nursery costs little time, a large one is never given back. */
const LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 256 };
/** Milliseconds in which an index puts itself in order when it is closed. */
const CLOSING_MS = 3_000;

/** The thread of a text index. It does not keep the process alive but for an answer that is waited for. */
export class TextThread {
  readonly #worker: Worker;
  readonly #events: ThreadEvents;
  readonly #asked = new Map<number, Asked>();
  #asks = 0;
  #why: 'no_sqlite' | 'damaged' | 'closed' = 'damaged';
  #alive = true;

  constructor(start: Start, events: ThreadEvents) {
    this.#events = events;
    // Standard output belongs to the protocol: what a thread may print goes nowhere.
    this.#worker = new Worker(WORKER_URL, {
      workerData: start,
      stdout: true,
      execArgv: [],
      resourceLimits: LIMITS,
    });
    this.#worker.stdout.destroy();
    this.#worker.unref();
    this.#worker.on('message', (message: FromThread) => this.#hear(message));
    this.#worker.on('error', () => this.#end());
    this.#worker.on('exit', () => this.#end());
  }

  order(order: Order): void {
    this.#post(order);
  }

  /** Throws `ToolError` `unavailable` when the thread ends before it answers. */
  ask<K extends Ask['kind']>(ask: Ask & { kind: K }): Promise<Answers[K]> {
    if (!this.#alive) return Promise.reject(ended());
    const id = ++this.#asks;
    this.#worker.ref();
    this.#post({ kind: 'ask', id, ask });
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
    });
  }

  async close(): Promise<void> {
    this.#why = 'closed';
    if (!this.#alive) return;
    this.#post({ kind: 'close' });
    await new Promise<void>((resolve) => {
      const late = setTimeout(() => void this.#worker.terminate(), CLOSING_MS);
      this.#worker.ref();
      this.#worker.once('exit', () => {
        clearTimeout(late);
        resolve();
      });
    });
  }

  #post(message: ToThread): void {
    if (this.#alive) this.#worker.postMessage(message);
  }

  #hear(message: FromThread): void {
    if (message.kind === 'opened') this.#events.opened(message.kept);
    else if (message.kind === 'rows') this.#events.rows(message.rows);
    else if (message.kind === 'done') this.#events.done(message.orders);
    else if (message.kind === 'answer') this.#answered(message.id)?.resolve(message.answer as never);
    else if (message.kind === 'fault') this.#answered(message.id)?.reject(message.error);
    else this.#why = message.why;
  }

  #answered(id: number): Asked | undefined {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (this.#asked.size === 0 && this.#why !== 'closed') this.#worker.unref();
    return asked;
  }

  #end(): void {
    if (!this.#alive) return;
    this.#alive = false;
    for (const { reject } of this.#asked.values()) reject(ended());
    this.#asked.clear();
    this.#events.ended(this.#why);
  }
}

export function ended(): ToolError {
  return new ToolError('unavailable', 'The text index is being made anew.', {
    hint: 'Search again in a moment.',
    retryAfterMs: 1_000,
  });
}
