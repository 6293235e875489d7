import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { PostgresPrograms } from './postgres-programs.ts';

/** A real PostgreSQL on a free port of this machine, in a folder of its own. */
export class TestPostgres {
  readonly port: number;
  readonly folder: string;
  readonly #process: ChildProcess;

  private constructor(port: number, folder: string, process: ChildProcess) {
    this.port = port;
    this.folder = folder;
    this.#process = process;
  }

  static async start(programs: PostgresPrograms): Promise<TestPostgres> {
    const folder = mkdtempSync(join(tmpdir(), 'ashlar-postgres-'));
    chmodSync(folder, 0o755);
    const bin = programs.in(folder);
    const data = join(folder, 'data');
    // PostgreSQL does not run as root; Debian's package brings an account for it.
    const account = process.getuid?.() === 0 ? (accountOf('postgres') ?? accountOf('nobody')) : undefined;
    if (account !== undefined) chownSync(folder, account.uid, account.gid);
    const init = ['-D', data, '-U', 'root', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
    execFileSync(join(bin, 'initdb'), init, { ...account, cwd: folder, stdio: 'ignore' });
    const port = await freePort();
    const settings = [
      'fsync=off',
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'max_connections=40',
    ];
    const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
    const server = spawn(join(bin, 'postgres'), args, { ...account, cwd: folder, stdio: 'ignore' });
    const postgres = new TestPostgres(port, folder, server);
    await postgres.#ready();
    return postgres;
  }

  /** For the superuser, or for a role that needs no password. */
  url(role = 'root', database = 'postgres'): string {
    return `postgres://${role}@127.0.0.1:${this.port}/${database}`;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = once(this.#process, 'exit');
      // Immediate: nothing in it is worth keeping.
      this.#process.kill('SIGQUIT');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #ready(): Promise<void> {
    for (;;) {
      if (this.#process.exitCode !== null) throw new Error('postgres did not start');
      const client = new pg.Client(this.url());
      try {
        await client.connect();
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50));
      } finally {
        await client.end();
      }
    }
  }
}

/** An account of this machine, if it has one of that name. */
export function accountOf(name: string): { uid: number; gid: number } | undefined {
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
