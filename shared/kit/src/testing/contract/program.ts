import { type Command, connectStdio, type TestClient } from '../client.ts';
import { type RawServer, startRaw } from '../process.ts';
import type { Promised } from './expectations.ts';

/** The server under test as a program, started anew for each test. */
export interface Program {
  expectations: Promised;
  /** Runs a task with the bare process, and ends it. */
  withServer(task: (server: RawServer) => Promise<void>, env?: Record<string, string>): Promise<void>;
  /** Runs a task with a client of a server started with more arguments. */
  withClient(more: readonly string[], task: (client: TestClient) => Promise<void>): Promise<void>;
  /** Starts it with just these arguments, closes its input and waits for its end. */
  runToEnd(args: string[]): Promise<{ code: number | null; stdout: string[]; stderr: string }>;
  /** A request for the first call that succeeds, in the 2025 form. */
  firstCall(id: unknown): unknown;
}

export function programOf(expectations: Promised, command: (args: string[]) => Command): Program {
  return {
    expectations,
    async withServer(task, env = {}) {
      const fixture = await expectations.start();
      const program = command(fixture.args);
      const server = startRaw({ ...program, env: { ...program.env, ...env } });
      try {
        await task(server);
      } finally {
        server.process.kill('SIGKILL');
        await server.exited;
        await fixture.dispose();
      }
    },
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
