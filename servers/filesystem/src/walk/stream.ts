import type { End, Entry, Message } from './messages.ts';
import type { Report } from './report.ts';

/** Milliseconds after which a message is due even where nothing was found, so that progress shows. */
const PULSE_MS = 100;

/** Sends what a job finds while it runs: the results so far outlive a thread that has to be ended by force. */
export class Stream implements Report<Entry, End> {
  readonly #send: (message: Message) => void;
  readonly #stop: Int32Array;
  #entries: Entry[] = [];
  #looked = 0;
  #sent = performance.now();

  constructor(send: (message: Message) => void, stop: SharedArrayBuffer) {
    this.#send = send;
    this.#stop = new Int32Array(stop);
  }

  readonly stopped = (): boolean => Atomics.load(this.#stop, 0) !== 0;

  add(entry: Entry): void {
    this.#entries.push(entry);
  }

  reached(looked: number, end: () => End): void {
    const now = performance.now();
    this.#looked = looked;
    if (this.#entries.length === 0 && now - this.#sent < PULSE_MS) return;
    this.#part(end());
    this.#sent = now;
  }

  /** Sends the end of the job, and what it found since it last said where it could end. */
  finish(end: End): void {
    if (this.#entries.length > 0) this.#part(end);
    this.#send({ kind: 'end', end });
  }

  #part(end: End): void {
    this.#send({ kind: 'part', entries: this.#entries, looked: this.#looked, end });
    this.#entries = [];
  }
}
