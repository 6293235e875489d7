import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Milliseconds that a service may take to begin. */
const BEGIN_MS = 60_000;

/** A program that serves HTTP until it is stopped. */
export class ChildServer {
  readonly #process: ChildProcess;
  #said = '';

  private constructor(process: ChildProcess) {
    this.#process = process;
    for (const stream of [process.stdout, process.stderr]) {
      stream?.on('data', (text) => {
        this.#said = `${this.#said}${text}`.slice(-4_000);
      });
    }
  }

  /** Resolves when it answers at an address, whatever it says. */
  static async start(
    program: string,
    args: readonly string[],
    { url, ...options }: SpawnOptions & { url: string },
  ): Promise<ChildServer> {
    const server = new ChildServer(spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] }));
    await server.#ready(url);
    return server;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }

  async #ready(url: string): Promise<void> {
    const until = performance.now() + BEGIN_MS;
    while (performance.now() < until) {
      if (this.#process.exitCode !== null) break;
      const isThere = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
        async (answer) => (await answer.arrayBuffer()).byteLength >= 0,
        () => false,
      );
      if (isThere) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await this.stop();
    throw new Error(`${url} does not answer: ${this.#said}`);
  }
}
