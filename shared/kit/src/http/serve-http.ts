import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { createMcpHandler, type McpHttpHandler } from '@modelcontextprotocol/server';
import { ADDRESS } from '../common-options.ts';
import type { Host } from '../host/host.ts';
import { configuredSources, sourceFlags } from '../identity/configured.ts';
import { openIdentity } from '../identity/identity.ts';
import { OptionError } from '../options/option.ts';
import { createMcpServer } from '../protocol/mcp-server.ts';
import type { Serving } from '../protocol/serving.ts';
import { Usage } from '../usage/usage-recorder.ts';
import { createApp, MAX_BODY_BYTES } from './app.ts';
import { callerFrom } from './request-caller.ts';
import type { Sessions } from './sessions/sessions.ts';
import { Streams } from './streams.ts';

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/** Serves many clients over Streamable HTTP, stateless. Throws `OptionError` where that would not be safe. */
export async function serveHttp(host: Host, address: string): Promise<Required<Serving>> {
  // Many clients at once make garbage faster than a small heap takes; see the banner of the bundle.
  setFlagsFromString('--semi-space-growth-factor=2 --heap-growing-percent=0');
  const { bind, port } = parseAddress(address);
  refuseExposure(bind, host);
  const newHandler = () => handlerOf(host);
  const handler = newHandler();
  const streams = new Streams(host, newHandler);
  let resource = new URL(host.options.publicUrl ?? `http://${bind}/mcp`);
  const identity = await openIdentity(host, () => resource);
  // Between listening and serving nothing is waited for: who asked meanwhile would never be answered.
  const sessions = await openSessions(host);
  const server = await listen(createServer(), bind, port).catch(async (error) => {
    sessions?.close();
    await identity?.close();
    throw error;
  });
  const url = `http://${bind}:${(server.address() as AddressInfo).port}/mcp`;
  resource = new URL(host.options.publicUrl ?? url);
  const state = { stopping: false };
  const usage = new Usage(host);
  host.recorders.push(usage);
  const hosts = [
    ...LOOPBACK,
    bind,
    resource.hostname,
    ...host.options.allowedHosts.map((name) => name.toLowerCase()),
  ];
  const settings = { hosts, state, resource, identity, usage, streams, sessions };
  server.on('request', createApp(host, handler, settings));
  return {
    url,
    ended: new Promise(() => {}), // no client ends an HTTP server
    async stop(ms) {
      state.stopping = true;
      await host.inFlight.idle(ms);
      const closed = new Promise((resolve) => server.close(resolve));
      sessions?.close();
      await Promise.all([handler.close(), streams.close()]);
      // An answer that is being written is given a moment; a connection that only waits is not.
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 500).unref();
      await closed;
      await identity?.close();
    },
  };
}

function handlerOf(host: Host): McpHttpHandler {
  return createMcpHandler(
    ({ era }) =>
      createMcpServer(host, {
        era,
        callerOf: ({ http }) => callerFrom(http?.authInfo),
        transport: 'http',
        push: false,
      }),
    { maxRequestBodySize: MAX_BODY_BYTES, onerror: (error) => host.log.debug('protocol error', { error }) },
  );
}

/** Not loaded where nobody asks for them. */
async function openSessions(host: Host): Promise<Sessions | undefined> {
  const { sessions } = host.options;
  if (sessions === undefined) return undefined;
  const { Sessions } = await import('./sessions/sessions.ts');
  return new Sessions(host, sessions);
}

function parseAddress(address: string): { bind: string; port: number } {
  const { host = '127.0.0.1', port } = ADDRESS.exec(address)?.groups ?? {};
  return { bind: host.toLowerCase(), port: Number(port) };
}

/** A server that others can reach lets in nobody it does not know, and is called by the name its tokens carry. */
function refuseExposure(bind: string, { options }: Host): void {
  if (LOOPBACK.includes(bind)) return;
  if (configuredSources(options).length === 0) {
    throw new OptionError(
      `--http: ${bind} is reachable from outside this machine, and no authentication is configured; bind to 127.0.0.1, or add ${sourceFlags()}.`,
    );
  }
  if (options.publicUrl === undefined) {
    throw new OptionError(
      `--public-url: is needed with --http ${bind}, so that requests and tokens can be checked against it.`,
    );
  }
}

function listen(server: HttpServer, bind: string, port: number): Promise<HttpServer> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'EADDRINUSE'
          ? 'is in use; choose another port, or 0 for any free one'
          : 'cannot be bound';
      reject(new OptionError(`--http: ${bind}:${port} ${reason}.`, { cause: error }));
    });
    server.listen(port, bind.replaceAll(/[[\]]/g, ''), () => resolve(server));
  });
}
