import type { ToolError } from '@ashlar/kit/errors';
import { Deadline } from '../engine/deadline.ts';
import type { Terms } from '../engine/engine.ts';
import { cancelled, closing, tooBusy } from '../engine/refusals.ts';
import { Child, type ChildOptions } from './child-process.ts';
import type { Orders, Results } from './messages.ts';

/** Children that are kept without work: the one for the next question, and the one that stands by while that works. */
const RESTING = 2;

/** Milliseconds that a question is given alone before a process that may follow it is started. */
const SOON_MS = 25;

export interface PoolOptions extends ChildOptions {
  /** Children that may work at once; one more stands by. */
  working: number;
  /** Questions that may wait for a child. */
  waiting: number;
}

interface Waiting {
  start(child: Child): void;
  reject(error: ToolError): void;
}

/** A few processes for one database, and always a warm one for the next question. */
export class Pool {
  readonly #options: PoolOptions;
  readonly #children = new Set<Child>();
  readonly #idle: Child[] = [];
  readonly #queue: Waiting[] = [];
  #working = 0;
  #soon: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#standBy();
  }

  /** Process ids, for who wants to see that they end. */
  get pids(): number[] {
    return [...this.#children].flatMap(({ pid }) => pid ?? []);
  }

  async ask<Kind extends keyof Orders>(order: Orders[Kind], terms: Terms): Promise<Results[Kind]> {
    const child = await this.#take(terms);
    try {
      const answer = child.ask<Kind>(order, terms);
      this.#standBySoon();
      return await answer;
    } finally {
      this.#free(child);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#soon);
    for (const waiting of this.#queue.splice(0)) waiting.reject(closing());
    await Promise.all([...this.#children].map((child) => child.close()));
  }

  /** A child, once one is free: nobody waits for longer than a question may take. */
  async #take(terms: Terms): Promise<Child> {
    if (this.#closed) throw closing();
    if (terms.signal?.aborted) throw cancelled();
    if (this.#working < this.#options.working) return this.#start();
    if (this.#queue.length >= this.#options.waiting) throw tooBusy();
    return new Promise((resolve, reject) => {
      const deadline = new Deadline(terms, (why) => {
        this.#queue.splice(this.#queue.indexOf(waiting), 1);
        reject(why);
      });
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          deadline.release();
          settle(value);
        };
      const waiting: Waiting = { start: settled(resolve), reject: settled(reject) };
      this.#queue.push(waiting);
    });
  }

  #start(): Child {
    this.#working += 1;
    return this.#idle.pop() ?? this.#grow();
  }

  #free(child: Child): void {
    this.#working -= 1;
    if (this.#closed) return;
    if (child.alive) this.#idle.push(child);
    while (this.#idle.length > RESTING) this.#idle.shift()?.kill(closing());
    const next = this.#queue.shift();
    if (next) next.start(this.#start());
    this.#standBy();
  }

  /** Not before what is asked has had its time: to start a process takes a while, and most answers take less. */
  #standBySoon(): void {
    if (this.#idle.length > 0 || this.#soon !== undefined) return;
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      this.#standBy();
    }, SOON_MS).unref();
  }

  /** One more than those that work, so that who comes next does not wait for a process to start. */
  #standBy(): void {
    if (!this.#closed && this.#idle.length === 0) this.#idle.push(this.#grow());
  }

  #grow(): Child {
    const child = new Child(this.#options, () => {
      this.#children.delete(child);
      const at = this.#idle.indexOf(child);
      if (at !== -1) this.#idle.splice(at, 1);
    });
    this.#children.add(child);
    return child;
  }
}
