import { createMcpHandler } from '@modelcontextprotocol/server';
import { withCommonOptions } from '../common-options.ts';
import type { Caller } from '../context.ts';
import type { AnyServer } from '../define.ts';
import { createHost } from '../host/host.ts';
import { createLog } from '../log/log.ts';
import { environmentOf } from '../manifest.ts';
import { parseOptions } from '../options/parse.ts';
import { createMcpServer } from '../protocol/mcp-server.ts';
import { type ClientKind, connectHttp, type Person, type TestClient } from './client.ts';

export interface InProcess {
  client?: ClientKind;
  /** As on a command line. */
  args?: readonly string[];
  /** Who calls; null for a caller nobody vouched for. Default: the local user. */
  caller?: Caller | null;
  /** Who is asked; without one the client declares that it cannot ask. */
  person?: Person;
  /** Receives each line of the log. Default: dropped. */
  log?: (line: string) => void;
}

const LOCAL: Caller = { subject: 'test', scopes: [], via: 'stdio' };

/** Connects a real client to a server definition without a process or a port: what most tests want. */
export async function connectInProcess(server: AnyServer, settings: InProcess = {}): Promise<TestClient> {
  const options = parseOptions(
    withCommonOptions(server.options),
    settings.args ?? [],
    {},
    environmentOf(server),
  );
  const write = settings.log ?? (() => {});
  const log = createLog({ level: 'debug', fields: { server: server.name }, pretty: false, write });
  const host = await createHost(server, options, log);
  const caller = settings.caller === null ? undefined : (settings.caller ?? LOCAL);
  const handler = createMcpHandler(({ era }) =>
    createMcpServer(host, { era, callerOf: () => caller, transport: 'http', push: false }),
  );
  const fetch = (input: string | URL | Request, init?: RequestInit) =>
    handler.fetch(new Request(input, init));
  const client = await connectHttp(settings.client ?? 'v2', 'http://in-process/mcp', {
    fetch,
    person: settings.person,
  });
  return {
    ...client,
    async close() {
      await client.close();
      await handler.close();
      await host.close();
    },
  };
}
