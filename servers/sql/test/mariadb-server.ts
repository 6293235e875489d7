import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { accountOf, freePort } from './postgres-server.ts';

const PROGRAM = '/usr/sbin/mariadbd';
const INSTALL = '/usr/bin/mariadb-install-db';

/** Whether this machine has MariaDB: Debian's package mariadb-server brings it. */
export const hasMariaDb = existsSync(PROGRAM) && existsSync(INSTALL);

/** A real MariaDB on a free port of this machine, in a folder of its own, whose root has no password. */
export class TestMariaDb {
  readonly port: number;
  readonly folder: string;
  readonly #process: ChildProcess;

  private constructor(port: number, folder: string, process: ChildProcess) {
    this.port = port;
    this.folder = folder;
    this.#process = process;
  }

  static async start(): Promise<TestMariaDb> {
    const folder = mkdtempSync(join(tmpdir(), 'ashlar-mariadb-'));
    const account = process.getuid?.() === 0 ? accountOf('mysql') : undefined;
    if (account !== undefined) chownSync(folder, account.uid, account.gid);
    const own = ['--no-defaults', `--datadir=${join(folder, 'data')}`];
    const install = [
      ...own,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
    ];
    execFileSync(INSTALL, install, { ...account, cwd: folder, stdio: 'ignore' });
    const port = await freePort();
    const network = ['--bind-address=127.0.0.1', `--port=${port}`, `--socket=${join(folder, 'socket')}`];
    const bare = [
      '--skip-name-resolve',
      '--skip-log-bin',
      '--secure-file-priv=',
      `--pid-file=${join(folder, 'pid')}`,
    ];
    const server = spawn(PROGRAM, [...own, ...network, ...bare], {
      ...account,
      cwd: folder,
      stdio: 'ignore',
    });
    const mariaDb = new TestMariaDb(port, folder, server);
    await mariaDb.#ready();
    return mariaDb;
  }

  url(login = 'root', database = 'shop'): string {
    return `mariadb://${login}@127.0.0.1:${this.port}/${database}`;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = once(this.#process, 'exit');
      this.#process.kill('SIGKILL');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #ready(): Promise<void> {
    for (;;) {
      if (this.#process.exitCode !== null) throw new Error('mariadbd did not start');
      try {
        const connection = await mysql.createConnection({ host: '127.0.0.1', port: this.port, user: 'root' });
        await connection.end();
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
}
