import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { hostHeaderValidation, originValidation } from '@modelcontextprotocol/express';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, type McpHttpHandler } from '@modelcontextprotocol/server';
import express, { type ErrorRequestHandler, type Express, type Response } from 'express';
import { ADDRESS } from '../options/common-options.ts';
import { OptionError } from '../options/option.ts';
import type { Host } from './host.ts';
import { createMcpServer } from './mcp-server.ts';
import type { Serving } from './stdio.ts';
import { listenedUris, type Subscription, subscribe } from './subscriptions.ts';

/** The largest request body, in bytes. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/** Whoever can reach an open loopback port may do what the server was started for, like its local user. */
const OPEN_CALLER = { subject: 'loopback', scopes: [], via: 'open' } as const;

/** Serves many clients over Streamable HTTP, stateless. Throws `OptionError` where that would not be safe. */
export async function serveHttp(host: Host, address: string): Promise<Required<Serving>> {
  // Many clients at once make garbage faster than a small heap takes; see the banner of the bundle.
  setFlagsFromString('--semi-space-growth-factor=2 --heap-growing-percent=0');
  const { bind, port } = parseAddress(address);
  if (!LOOPBACK.includes(bind)) {
    throw new OptionError(
      `--http: ${bind} is reachable from outside this machine, and no authentication is configured; bind to 127.0.0.1.`,
    );
  }
  const handler = createMcpHandler(
    ({ era }) => createMcpServer(host, { era, caller: OPEN_CALLER, push: false }),
    { maxRequestBodySize: MAX_BODY_BYTES, onerror: (error) => host.log.debug('protocol error', { error }) },
  );
  const state = { stopping: false };
  const hosts = [...LOOPBACK, bind, ...host.options.allowedHosts.map((name) => name.toLowerCase())];
  const app = createApp(host, handler, hosts, state);
  const server = await listen(createServer(app), bind, port);
  const forget = host.watches.onChange((uri) => handler.notify.resourceUpdated(uri));
  const url = `http://${bind}:${(server.address() as AddressInfo).port}/mcp`;
  return {
    url,
    ended: new Promise(() => {}), // no client ends an HTTP server
    async stop(ms) {
      state.stopping = true;
      await host.inFlight.idle(ms);
      forget();
      const closed = new Promise((resolve) => server.close(resolve));
      await handler.close();
      // An answer that is being written is given a moment; a connection that only waits is not.
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 500).unref();
      await closed;
    },
  };
}

function parseAddress(address: string): { bind: string; port: number } {
  const { host = '127.0.0.1', port } = ADDRESS.exec(address)?.groups ?? {};
  return { bind: host.toLowerCase(), port: Number(port) };
}

function createApp(
  host: Host,
  handler: McpHttpHandler,
  hosts: string[],
  state: { stopping: boolean },
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // A load balancer's probe carries any Host, and learns nothing here.
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', (_request, response) => {
    response.status(state.stopping ? 503 : 200).json({ status: state.stopping ? 'stopping' : 'ready' });
  });
  app.use(hostHeaderValidation(hosts), originValidation(hosts));
  const serve = toNodeHandler(handler);
  app.post('/mcp', (_request, response, next) => {
    if (!state.stopping) return next();
    response.set({ Connection: 'close', 'Retry-After': '1' });
    refuse(response, 503, -32_000, 'This server is stopping.');
  });
  app.post('/mcp', express.json({ limit: MAX_BODY_BYTES }), async (request, response) => {
    const { started, stop } = begin(host, request.body ?? {});
    response.once('close', stop);
    await started;
    await serve(request, response, request.body);
  });
  app.all('/mcp', (_request, response) => {
    response.set('Allow', 'POST');
    refuse(response, 405, -32_000, 'Only POST is served here.');
  });
  app.use((_request, response) => refuse(response, 404, -32_000, 'Nothing is served here: use /mcp.'));
  app.use(errorHandler(host));
  return app;
}

/**
 * Counts a request in flight until `stop`. A stream of `subscriptions/listen` is not waited for: for as long as
 * it is open, what it asks for is watched.
 */
function begin(host: Host, message: Readonly<Record<string, unknown>>): Subscription {
  if (message.method !== 'subscriptions/listen') {
    return { started: Promise.resolve(), stop: host.inFlight.begin() };
  }
  const subscriber = { requestId: String(message.id), caller: OPEN_CALLER, era: 'modern' } as const;
  return subscribe(host, listenedUris(message), subscriber);
}

/** Express would answer with an HTML page and a stack. */
function errorHandler({ log }: Host): ErrorRequestHandler {
  return (error: { status?: number; type?: string }, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error.type === 'entity.parse.failed')
      return refuse(response, 400, -32_700, 'The body is not valid JSON.');
    if (error.type === 'entity.too.large') {
      return refuse(response, 413, -32_000, `A request may be at most ${MAX_BODY_BYTES} bytes.`);
    }
    const status = error.status ?? 500;
    if (status < 500) return refuse(response, status, -32_600, 'The request is not valid.');
    log.error('request failed', { error });
    refuse(response, status, -32_603, 'Internal error.');
  };
}

function refuse(response: Response, status: number, code: number, message: string): void {
  response.status(status).json({ jsonrpc: '2.0', id: null, error: { code, message } });
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
