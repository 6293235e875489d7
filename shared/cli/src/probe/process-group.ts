import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type JSONRPCMessage,
  ReadBuffer,
  serializeMessage,
  type Transport,
} from '@modelcontextprotocol/client';
import { endWithUs } from '../end-with-us.ts';
import type { Start } from './startable.ts';

/** Milliseconds from the end of its input until a server is stopped, and as many until it is killed. */
const GRACE_MS = 500;
/** Of what a server writes to stderr, the end is kept. */
const KEPT = 4_096;

/**
 * A server on its standard input and output, in a process group of its own: launchers start what they have fetched as a
 * child, and that ends with them. No shell comes in between, but on Windows, where npx is a file for cmd.exe.
 */
export class ProcessGroup implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #start: Start;
  readonly #received = new ReadBuffer();
  #child: ChildProcessWithoutNullStreams | undefined;
  #stderr = '';
  #ended = false;
  #leave = () => {};

  constructor(start: Start) {
    this.#start = start;
  }

  start(): Promise<void> {
    const { command, args, env, cwd } = this.#start;
    return new Promise((resolve, reject) => {
      const child = spawn(command, args, {
        env,
        cwd,
        stdio: 'pipe',
        detached: process.platform !== 'win32',
        windowsHide: true,
      });
      this.#child = child;
      this.#leave = endWithUs(this);
      child.once('spawn', resolve);
      child.on('error', (error) => {
        reject(error);
        this.onerror?.(error);
      });
      child.on('close', () => {
        this.#ended = true;
        this.onclose?.();
      });
      child.stdin.on('error', () => {}); // it may end before all was written
      child.stdout.on('data', (chunk: Buffer) => this.#receive(chunk));
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        this.#stderr = (this.#stderr + text).slice(-KEPT);
      });
    });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    this.#child?.stdin.write(serializeMessage(message));
  }

  async close(): Promise<void> {
    this.#child?.stdin.end();
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      await this.#end(GRACE_MS);
      // Also when the first process has ended: others of its group may not have.
      this.#signal(signal);
    }
    this.#leave();
  }

  kill(): void {
    this.#signal('SIGKILL');
  }

  /** What it wrote to stderr of an error, or last, and how it ended. */
  get lastWords(): string {
    const lines = this.#stderr.trim().split('\n');
    const line = (lines.find((each) => /error/i.test(each)) ?? lines.at(-1) ?? '').trim().slice(0, 300);
    const code = this.#child?.exitCode;
    return [code === null || code === undefined ? '' : `exit code ${code}`, line].filter(Boolean).join(': ');
  }

  get hasEnded(): boolean {
    return this.#ended || this.#child?.exitCode !== null;
  }

  #receive(chunk: Buffer): void {
    this.#received.append(chunk);
    for (;;) {
      try {
        const message = this.#received.readMessage();
        if (message === null) return;
        this.onmessage?.(message);
      } catch (error) {
        this.onerror?.(error as Error);
      }
    }
  }

  async #end(patience: number): Promise<void> {
    const until = performance.now() + patience;
    while (!this.#ended && performance.now() < until) await wait(10);
  }

  #signal(signal: NodeJS.Signals): void {
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') this.#child?.kill(signal);
      else process.kill(-pid, signal);
    } catch {
      // Nobody of the group is left.
    }
  }
}
