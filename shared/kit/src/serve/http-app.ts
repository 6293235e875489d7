import { hostHeaderValidation, originValidation } from '@modelcontextprotocol/express';
import { toNodeHandler } from '@modelcontextprotocol/node';
import type { McpHttpHandler } from '@modelcontextprotocol/server';
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import type { IdentitySources } from '../identity/authenticator.ts';
import { callerOfRequest, createGate } from '../identity/gate.ts';
import { metadataPaths, resourceMetadata } from '../identity/resource-metadata.ts';
import type { Host } from './host.ts';
import { listenedUris, type Subscription, subscribe } from './subscriptions.ts';

/** The largest request body, in bytes. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

export interface AppSettings {
  /** Names that Host and Origin may carry. */
  hosts: string[];
  state: { stopping: boolean };
  /** The canonical URI of this server. */
  resource: URL;
  /** Undefined where the server is open to this machine. */
  sources: IdentitySources | undefined;
}

/** Everything HTTP that is not the protocol: probes, Host and Origin, who is calling, limits of a body, errors. */
export function createApp(
  host: Host,
  handler: McpHttpHandler,
  { hosts, state, resource, sources }: AppSettings,
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
  const metadataUrl = serveMetadata(app, host, resource);
  const gate = createGate(host, { sources, resource, metadataUrl });
  const serve = toNodeHandler(handler);
  app.post(
    '/mcp',
    refuseWhileStopping(state),
    gate.identify,
    express.json({ limit: MAX_BODY_BYTES }),
    gate.authorize,
  );
  app.post('/mcp', async (request, response) => {
    const { started, stop } = begin(host, request);
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

/** Serves what tells clients where to get a token, and says where; nothing without an issuer. */
function serveMetadata(app: Express, { server, options }: Host, resource: URL): string | undefined {
  if (options.authIssuer === undefined) return undefined;
  const metadata = resourceMetadata(server, resource, options.authIssuer);
  const paths = metadataPaths(resource);
  app.get(paths, (_request, response) => void response.json(metadata));
  return new URL(paths[0] ?? '', resource).href;
}

function refuseWhileStopping(state: { stopping: boolean }): express.RequestHandler {
  return (_request, response, next) => {
    if (!state.stopping) return next();
    response.set({ Connection: 'close', 'Retry-After': '1' });
    refuse(response, 503, -32_000, 'This server is stopping.');
  };
}

/**
 * Counts a request in flight until `stop`. A stream of `subscriptions/listen` is not waited for: for as long as
 * it is open, what it asks for is watched.
 */
function begin(host: Host, request: Request): Subscription {
  const message = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  if (message.method !== 'subscriptions/listen') {
    return { started: Promise.resolve(), stop: host.inFlight.begin() };
  }
  const subscriber = {
    requestId: String(message.id),
    caller: callerOfRequest(request),
    era: 'modern',
  } as const;
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
