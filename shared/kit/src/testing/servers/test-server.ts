import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const LOOK_MS = 50;

export interface Account {
  uid: number;
  gid: number;
}

/** A real server that a test starts, and what is told apart by its kind. */
export interface Launch {
  name: string;
  /** Accounts that it may run as where tests are run by root, the first that this machine has; else it is run by who tests. */
  accounts: readonly string[];
  /** Makes what it needs, and says what is run then. `own` is for programs that are run before. */
  prepare(at: { folder: string; port: number; own: Account | undefined }): {
    command: string;
    args: string[];
  };
  /** Whether it takes calls. */
  ready(at: { folder: string; port: number }): boolean | Promise<boolean>;
  /** What ends it at once: nothing in it is worth keeping. */
  end: NodeJS.Signals;
}

/** It listens on a free port of this machine, and has a folder of its own, which is gone when it has stopped. */
export interface TestServer {
  readonly port: number;
  readonly folder: string;
  stop(): Promise<void>;
}

/** Rejects where it ends before it is ready. */
export async function startServer({ name, accounts, prepare, ready, end }: Launch): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), `ashlar-${name}-`));
  chmodSync(folder, 0o755);
  const own = process.getuid?.() === 0 ? firstAccount(accounts) : undefined;
  if (own !== undefined) chownSync(folder, own.uid, own.gid);
  const port = await freePort();
  const { command, args } = prepare({ folder, port, own });
  const child = spawn(command, args, { ...own, cwd: folder, stdio: 'ignore' });
  while (!(await ready({ folder, port }))) {
    if (hasEnded(child)) throw new Error(`${name} did not start`);
    await pause(LOOK_MS);
  }
  return {
    port,
    folder,
    async stop() {
      if (!hasEnded(child)) {
        const ended = once(child, 'exit');
        child.kill(end);
        await ended;
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function firstAccount(names: readonly string[]): Account | undefined {
  const [name, ...more] = names;
  return name === undefined ? undefined : (accountOf(name) ?? firstAccount(more));
}

function accountOf(name: string): Account | undefined {
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}
