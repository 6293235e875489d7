import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startServer, type TestServer } from '@ashlar/kit/testing/servers';
import mysql from 'mysql2/promise';

const PROGRAM = '/usr/sbin/mariadbd';
const INSTALL = '/usr/bin/mariadb-install-db';

/** Whether this machine has MariaDB: Debian's package mariadb-server brings it. */
export const hasMariaDb = existsSync(PROGRAM) && existsSync(INSTALL);

/** A real MariaDB on a free port of this machine, in a folder of its own, whose root has no password. */
export class TestMariaDb {
  readonly #server: TestServer;

  private constructor(server: TestServer) {
    this.#server = server;
  }

  static async start(): Promise<TestMariaDb> {
    const server = await startServer({
      name: 'mariadb',
      accounts: ['mysql'],
      prepare({ folder, port, own }) {
        const data = ['--no-defaults', `--datadir=${join(folder, 'data')}`];
        const install = [...data, '--auth-root-authentication-method=normal', '--skip-test-db'];
        execFileSync(INSTALL, [...install, '--skip-name-resolve'], { ...own, cwd: folder, stdio: 'ignore' });
        const network = ['--bind-address=127.0.0.1', `--port=${port}`, `--socket=${join(folder, 'socket')}`];
        const bare = ['--skip-name-resolve', '--skip-log-bin', '--secure-file-priv='];
        return {
          command: PROGRAM,
          args: [...data, ...network, ...bare, `--pid-file=${join(folder, 'pid')}`],
        };
      },
      ready: ({ port }) => answers(port),
      end: 'SIGKILL',
    });
    return new TestMariaDb(server);
  }

  get port(): number {
    return this.#server.port;
  }

  get folder(): string {
    return this.#server.folder;
  }

  url(login = 'root', database = 'shop'): string {
    return `mariadb://${login}@127.0.0.1:${this.port}/${database}`;
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    const connection = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root' });
    await connection.end();
    return true;
  } catch {
    return false;
  }
}
