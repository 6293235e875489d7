import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A program that was started by a test, in the foreground, and is ended by it. */
export interface Daemon {
  process: ChildProcess;
  output(): string;
  /** Ends it and waits until it has ended. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a program and waits until it listens on a port of loopback. Throws, with its output, where it ends before. */
export async function startDaemon(
  command: string,
  args: readonly string[],
  { port, env = {}, cwd }: { port: number; env?: Record<string, string>; cwd?: string },
): Promise<Daemon> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    ...(cwd !== undefined && { cwd }),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  let failed: Error | undefined;
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      failed = error;
      resolve();
    });
    child.once('exit', () => resolve());
  });
  const over = () => failed !== undefined || child.exitCode !== null || child.signalCode !== null;
  while (!(await answers(port))) {
    if (over()) throw new Error(`${command} has ended: ${failed?.message ?? output}`);
    await wait(20);
  }
  return {
    process: child,
    output: () => output,
    async stop(signal = 'SIGTERM') {
      if (!over()) child.kill(signal);
      await ended;
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
