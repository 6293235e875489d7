import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { ToolError } from '@ashlar/kit/errors';
import { Deadline } from '../engine/deadline.ts';
import type { Terms } from '../engine/engine.ts';
import { broken, closing, tooLarge } from '../engine/refusals.ts';
import type { Policy } from '../policy/policy.ts';
import { encodeFrame } from './frames.ts';
import { fromFailure } from './from-failure.ts';
import { IncomingFrame } from './incoming-frame.ts';
import { type Orders, orderFrame, type Reply, type Results, replyOf } from './messages.ts';
import { ORDERS_PIPE } from './orders-pipe.ts';

/** Megabytes of JavaScript in a child: an answer is small, what is large is the database's. */
const HEAP = 128;

/** Bytes of an answer at most: more than any catalog takes. */
const LONGEST_ANSWER = 256 * 1024 * 1024;

/** What a child is, and what it opens. */
export interface ChildOptions {
  program: URL;
  path: string;
  /** Bytes of memory that it may take. */
  memory: number;
  /** What of the database may be asked about. */
  policy: Policy;
}

/** A process that has the database open, and the order that it works on. Keeps this process alive only then. */
export class Child {
  readonly #process: ChildProcess;
  readonly #pipe: Socket | undefined;
  readonly #incoming = new IncomingFrame(LONGEST_ANSWER);
  readonly #ended: (child: Child) => void;
  #settle: { resolve(reply: Reply): void; reject(error: ToolError): void } | undefined;
  #killed: ToolError | undefined;

  /** `ended` is told once that the process is no more. */
  constructor({ program, path, memory, policy }: ChildOptions, ended: (child: Child) => void) {
    this.#ended = ended;
    const flags = [`--max-old-space-size=${HEAP}`, '--disable-warning=ExperimentalWarning'];
    const args = [path, String(memory), JSON.stringify(policy.said)];
    this.#process = spawn(process.execPath, [...flags, fileURLToPath(program), ...args], {
      // Standard output belongs to the protocol; what a child may print is nobody's.
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      // No secret of the server's environment goes there; the time of day is told as the server would.
      env: {
        SystemRoot: process.env.SystemRoot ?? '',
        ...(process.env.TZ !== undefined && { TZ: process.env.TZ }),
      },
    });
    // Where no process could be started there may be no pipe to it either.
    this.#pipe = this.#process.stdio?.[ORDERS_PIPE] as Socket | undefined;
    this.#pipe?.on('data', (piece: Buffer) => this.#hear(piece));
    this.#pipe?.on('error', () => this.#die());
    this.#process.on('error', () => this.#die());
    this.#process.on('exit', () => this.#die());
    // Whoever waits for an answer has a deadline, which keeps this process alive for as long.
    this.#process.unref();
    this.#pipe?.unref();
  }

  /** False once it is dead or about to be. */
  get alive(): boolean {
    return this.#killed === undefined && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** One order at a time. Where it has to stop it is killed, and this rejects at once. */
  async ask<Kind extends keyof Orders>(order: Orders[Kind], terms: Terms): Promise<Results[Kind]> {
    const reply = await new Promise<Reply>((resolve, reject) => {
      const deadline = new Deadline(terms, (why) => this.kill(why));
      this.#settle = {
        resolve(reply) {
          deadline.release();
          resolve(reply);
        },
        reject(error) {
          deadline.release();
          reject(error);
        },
      };
      this.#pipe?.write(encodeFrame(orderFrame(order)));
    });
    if ('failure' in reply) throw fromFailure(reply.failure);
    return reply.result as Results[Kind];
  }

  /** Ends the process for good; what it works on fails with `why`. */
  kill(why: ToolError): void {
    this.#killed ??= why;
    this.#process.kill('SIGKILL');
    this.#die();
  }

  /** Ends the process and waits until it has gone. */
  async close(): Promise<void> {
    const { exitCode, signalCode, pid } = this.#process;
    const exit =
      exitCode === null && signalCode === null && pid !== undefined ? once(this.#process, 'exit') : undefined;
    this.kill(closing());
    this.#process.ref();
    await exit;
  }

  #hear(piece: Buffer): void {
    const reply = this.#replyIn(piece);
    if (reply === undefined) return;
    const settle = this.#settle;
    this.#settle = undefined;
    if (settle === undefined) return this.kill(broken());
    settle.resolve(reply);
  }

  #replyIn(piece: Buffer): Reply | undefined {
    try {
      const frame = this.#incoming.add(piece);
      return frame && replyOf(frame);
    } catch {
      this.kill(broken());
      return undefined;
    }
  }

  /** A process that ends by itself was ended by its watchdog, or its database had no memory left. */
  #die(): void {
    const why = this.#killed ?? tooLarge('needs more memory than a query may take, and was stopped.');
    this.#killed ??= why;
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.reject(why);
    this.#ended(this);
  }
}
