import type { Worker } from 'node:worker_threads';
import { ToolError } from '@ashlar/kit/errors';
import { type End, type Entry, fromFailure, type Job, type Message, type Order } from './messages.ts';

/** How long a job may take, and who wants to hear of it. */
export interface Terms {
  /** Milliseconds until it is asked to give what it has. */
  deadlineMs: number;
  signal?: AbortSignal | undefined;
  /** Told now and then how many entries were looked at. */
  progress?: ((looked: number) => void) | undefined;
}

export interface Outcome {
  entries: Entry[];
  /** Undefined where a job was ended by force before it said where it was. */
  end: End | undefined;
  /** It did not stop when it was asked to, and its thread was ended. */
  forced: boolean;
}

interface Current {
  entries: Entry[];
  end: End | undefined;
  terms: Terms;
  /** Takes back timers and listeners. */
  release(): void;
  resolve(outcome: Outcome): void;
  reject(error: Error): void;
}

/**
 * Megabytes. A walk reads and forgets: a small nursery costs it no time, and two threads that are busy for long
 * take 35 MB instead of 100. The old generation keeps its usual limit: when V8 meets that one, it may end the whole
 * process and not only the thread, so what a walk holds is bounded where it is held (`MAX_ENTRIES`).
 */
const HEAP = { maxYoungGenerationSizeMb: 4 };

/** A worker thread and the job that it runs, one at a time. Keeps the process alive only while it has one. */
export class Thread {
  readonly #worker: Worker;
  readonly #graceMs: number;
  readonly #free: (alive: boolean) => void;
  #current: Current | undefined;
  #alive = true;

  /** `free` is told when a job is over, and whether the thread can take another one. */
  constructor(url: URL, graceMs: number, free: (alive: boolean) => void) {
    this.#graceMs = graceMs;
    this.#free = free;
    // Standard output belongs to the protocol: what a thread may print goes nowhere.
    // Loaded here, because a server that walks nothing starts sooner without it.
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    this.#worker = new Worker(url, { stdout: true, execArgv: [], resourceLimits: HEAP });
    this.#worker.stdout.destroy();
    this.#worker.unref();
    this.#worker.on('message', (message: Message) => this.#hear(message));
    this.#worker.on('error', (error: Error) => this.#die(error));
    this.#worker.on('exit', () => this.#die(new Error('A walk ended its thread.')));
  }

  /** Runs a job on a free thread. A cancelled one is rejected at once; the thread becomes free when it has stopped. */
  run(job: Job, terms: Terms): Promise<Outcome> {
    const stop = new SharedArrayBuffer(4);
    const order: Order = { job, stop };
    this.#worker.postMessage(order);
    this.#worker.ref();
    return new Promise((resolve, reject) => {
      let grace: NodeJS.Timeout | undefined;
      const askToStop = () => {
        Atomics.store(new Int32Array(stop), 0, 1);
        grace ??= setTimeout(() => this.#force(), this.#graceMs);
      };
      const cancel = () => {
        reject(cancelled());
        askToStop();
      };
      const deadline = setTimeout(askToStop, terms.deadlineMs);
      terms.signal?.addEventListener('abort', cancel);
      const release = () => {
        clearTimeout(deadline);
        clearTimeout(grace);
        terms.signal?.removeEventListener('abort', cancel);
      };
      this.#current = { entries: [], end: undefined, terms, release, resolve, reject };
    });
  }

  /** Ends the thread; a job that it runs fails. */
  async close(): Promise<void> {
    this.#die(closing());
    await this.#worker.terminate();
  }

  #hear(message: Message): void {
    const current = this.#current;
    if (current === undefined) return;
    if (message.kind === 'part') {
      current.entries.push(...message.entries);
      current.end = message.end;
      current.terms.progress?.(message.looked);
    } else if (message.kind === 'end') {
      current.resolve({ entries: current.entries, end: message.end, forced: false });
      this.#finish();
    } else {
      current.reject(fromFailure(message.failure));
      this.#finish();
    }
  }

  #force(): void {
    const current = this.#current;
    current?.resolve({ entries: current.entries, end: current.end, forced: true });
    this.#die(new Error('not reached: the job is settled'));
    // Not awaited: a system call that hangs cannot be interrupted, the thread ends when it returns.
    void this.#worker.terminate();
  }

  #die(error: Error): void {
    if (!this.#alive) return;
    this.#alive = false;
    this.#current?.reject(error);
    this.#finish();
  }

  #finish(): void {
    this.#current?.release();
    this.#current = undefined;
    this.#worker.unref();
    this.#free(this.#alive);
  }
}

export const closing = () => new ToolError('unavailable', 'The server is shutting down.');

export const cancelled = () => new ToolError('cancelled', 'The call was cancelled.');
