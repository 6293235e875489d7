import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PostgresPrograms } from './postgres-programs.ts';
import { startServer, type TestServer } from './test-server.ts';

/** Nothing in it outlives the test. */
const FORGETFUL = ['fsync=off'];
const SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=40'];
/** What the last line of its file says once it takes calls: https://www.postgresql.org/docs/current/storage-file-layout.html */
const READY = /\nready\s*$/;

/** A real PostgreSQL on a free port of this machine, in a folder of its own. */
export class TestPostgres {
  readonly #server: TestServer;

  private constructor(server: TestServer) {
    this.#server = server;
  }

  /** `settings` are of postgresql.conf; without any, nothing waits for the disk. */
  static async start(
    programs: PostgresPrograms,
    settings: readonly string[] = FORGETFUL,
  ): Promise<TestPostgres> {
    const server = await startServer({
      name: 'postgres',
      // PostgreSQL does not run as root; Debian's package brings an account for it.
      accounts: ['postgres', 'nobody'],
      prepare({ folder, port, own }) {
        const bin = programs.in(folder);
        const data = join(folder, 'data');
        const init = ['-D', data, '-U', 'root', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
        execFileSync(join(bin, 'initdb'), init, { ...own, cwd: folder, stdio: 'ignore' });
        const all = [...SETTINGS, ...settings].flatMap((setting) => ['-c', setting]);
        return { command: join(bin, 'postgres'), args: ['-D', data, '-p', String(port), ...all] };
      },
      ready: ({ folder }) => READY.test(textOf(join(folder, 'data', 'postmaster.pid'))),
      end: 'SIGQUIT',
    });
    return new TestPostgres(server);
  }

  get port(): number {
    return this.#server.port;
  }

  get folder(): string {
    return this.#server.folder;
  }

  /** For the superuser, or for a role that needs no password. */
  url(role = 'root', database = 'postgres'): string {
    return `postgres://${role}@127.0.0.1:${this.port}/${database}`;
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
