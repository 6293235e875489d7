import { type Command, connectStdio, type TestClient } from '../client.ts';
import { type RawServer, startRaw } from '../process.ts';
import type { Promised } from './expectations.ts';

/** The server under test as a program, started anew for each test. */
export interface Program {
  expectations: Promised;
  /** Runs a task with the bare process, and ends it. */
  withServer(task: (server: RawServer) => Promise<void>, env?: Record<string, string>): Promise<void>;
  /** The same with several of them, started at once on the same things. */
  withServers(count: number, task: (servers: readonly RawServer[]) => Promise<void>): Promise<void>;
  /** Runs a task with a client of a server started with more arguments. */
  withClient(more: readonly string[], task: (client: TestClient) => Promise<void>): Promise<void>;
  /** Starts it with just these arguments, closes its input and waits for its end. */
  runToEnd(args: string[]): Promise<{ code: number | null; stdout: string[]; stderr: string }>;
  /** A request for the first call that succeeds, in the 2025 form. */
  firstCall(id: unknown): unknown;
}

export function programOf(expectations: Promised, command: (args: string[]) => Command): Program {
  const withServers = async (count: number, task: (servers: RawServer[]) => Promise<void>, env = {}) => {
    const fixture = await expectations.start();
    const program = command(fixture.args);
    const start = () => startRaw({ ...program, env: { ...program.env, ...env } });
    const servers = Array.from({ length: count }, start);
    try {
      await task(servers);
    } finally {
      for (const server of servers) server.process.kill('SIGKILL');
      await Promise.all(servers.map(({ exited }) => exited));
      await fixture.dispose();
    }
  };
  return {
    expectations,
    withServer: (task, env) => withServers(1, ([server]) => task(server as RawServer), env),
    withServers,
    async withClient(more, task) {
      const fixture = await expectations.start();
      const client = await connectStdio('v2', command([...fixture.args, ...more]));
      try {
        await task(client);
      } finally {
        await client.close();
        await fixture.dispose();
      }
    },
    async runToEnd(args) {
      const server = startRaw(command(args));
      server.process.stdin.end();
      const { code } = await server.exited;
      return { code, stdout: server.lines, stderr: server.stderr() };
    },
    firstCall(id) {
      const { tool, input } = expectations.succeed[0] ?? { tool: '', input: {} };
      return { jsonrpc: '2.0', id, method: 'tools/call', params: { name: tool, arguments: input } };
    },
  };
}
