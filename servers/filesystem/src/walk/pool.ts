import { ToolError } from '@ashlar/kit/errors';
import type { Job } from './messages.ts';
import { cancelled, closing, type Outcome, type Terms, Thread } from './thread.ts';

export interface PoolOptions {
  /** The file that each thread runs. */
  url: URL;
  /** Threads at most. */
  threads: number;
  /** Jobs that may wait for a thread. */
  waiting: number;
  /** Milliseconds after which a thread without a job is ended. */
  idleMs: number;
  /** Milliseconds that a job has to stop once it was asked to. */
  graceMs: number;
}

interface Waiting {
  start(thread: Thread): void;
  reject(error: Error): void;
}

/** A few threads, started when they are needed and ended when they are not, and a short queue in front of them. */
export class Pool {
  readonly #options: PoolOptions;
  readonly #threads = new Set<Thread>();
  readonly #idle = new Map<Thread, NodeJS.Timeout>();
  readonly #queue: Waiting[] = [];
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Threads that exist now. */
  get size(): number {
    return this.#threads.size;
  }

  /** Runs a job as soon as a thread is free. Throws `ToolError`: what the job throws, cancelled, limited, unavailable. */
  async run(job: Job, terms: Terms): Promise<Outcome> {
    if (this.#closed) throw closing();
    if (terms.signal?.aborted) throw cancelled();
    const thread = this.#takeIdle() ?? this.#grow();
    if (thread) return thread.run(job, terms);
    if (this.#queue.length >= this.#options.waiting) throw tooBusy();
    return this.#wait(job, terms);
  }

  /** Ends all threads; jobs that run or wait fail. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const waiting of this.#queue.splice(0)) waiting.reject(closing());
    await Promise.all([...this.#threads].map((thread) => thread.close()));
  }

  #wait(job: Job, terms: Terms): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const leave = () => terms.signal?.removeEventListener('abort', cancel);
      const waiting: Waiting = {
        start(thread) {
          leave();
          resolve(thread.run(job, terms));
        },
        reject(error) {
          leave();
          reject(error);
        },
      };
      const cancel = () => {
        this.#queue.splice(this.#queue.indexOf(waiting), 1);
        waiting.reject(cancelled());
      };
      terms.signal?.addEventListener('abort', cancel);
      this.#queue.push(waiting);
    });
  }

  #takeIdle(): Thread | undefined {
    const [thread] = this.#idle.keys();
    if (thread) this.#forgetIdle(thread);
    return thread;
  }

  #grow(): Thread | undefined {
    if (this.#threads.size >= this.#options.threads) return undefined;
    const { url, graceMs } = this.#options;
    const thread = new Thread(url, graceMs, (alive) => this.#freed(thread, alive));
    this.#threads.add(thread);
    return thread;
  }

  #freed(thread: Thread, alive: boolean): void {
    this.#forgetIdle(thread);
    if (!alive) this.#threads.delete(thread);
    const next = this.#queue.shift();
    if (next) {
      const taker = alive ? thread : this.#grow();
      if (taker) next.start(taker);
    } else if (alive) {
      const rest = setTimeout(() => void thread.close(), this.#options.idleMs);
      this.#idle.set(thread, rest.unref());
    }
  }

  #forgetIdle(thread: Thread): void {
    clearTimeout(this.#idle.get(thread));
    this.#idle.delete(thread);
  }
}

function tooBusy(): ToolError {
  const hint = 'Wait for the listings and searches that are under way, then ask again.';
  return new ToolError('limited', 'Too many listings and searches are waiting.', {
    hint,
    retryAfterMs: 1_000,
  });
}
