import { hostHeaderValidation, originValidation } from '@modelcontextprotocol/express';
import type { McpHttpHandler } from '@modelcontextprotocol/server';
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Host } from '../host/host.ts';
import type { Authenticator } from '../identity/authenticator.ts';
import type { Usage } from '../usage/usage-recorder.ts';
import { serveDeliveries } from './deliveries.ts';
import { FailureLimit } from './failure-limit.ts';
import { createGate } from './gate.ts';
import { onceEach } from './once-each.ts';
import { originForm } from './origin-form.ts';
import { checkParameterHeaders } from './parameter-headers.ts';
import { readiness } from './readiness.ts';
import { INVALID_REQUEST, refuse } from './refuse.ts';
import { refuseDeep } from './refuse-deep.ts';
import { RequestLimit } from './request-limit.ts';
import { metadataPaths, resourceMetadata } from './resource-metadata.ts';
import { serveMetrics } from './serve-metrics.ts';
import type { Sessions } from './sessions/sessions.ts';
import { stillThere } from './still-there.ts';
import { isListening, type Streams } from './streams.ts';
import { webExchange } from './web-exchange.ts';

/** The largest request body, in bytes. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

export interface AppSettings {
  /** Names that Host and Origin may carry. */
  hosts: string[];
  state: { stopping: boolean };
  /** The canonical URI of this server. */
  resource: URL;
  /** Undefined where the server is open to this machine. */
  identity: Authenticator | undefined;
  usage: Usage;
  streams: Streams;
  /** Undefined where none were asked for. */
  sessions: Sessions | undefined;
}

/** Everything HTTP that is not the protocol: probes, Host and Origin, who is calling, limits of a body, errors. */
export function createApp(
  host: Host,
  handler: McpHttpHandler,
  { hosts, state, resource, identity, usage, streams, sessions }: AppSettings,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', host.options.trustProxy ?? false);
  app.use(onceEach, originForm);
  // A load balancer's probe carries any Host, and learns nothing here.
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', async (_request, response) => {
    const { status, body } = await readiness(host, state, identity);
    response.status(status).json(body);
  });
  // A scraper asks each instance by its address; where there is a credential, that is what counts.
  const scraped = express.Router();
  if (identity !== undefined) app.use(scraped);
  app.use(hostHeaderValidation(hosts), originValidation(hosts), scraped);
  const metadataUrl = serveMetadata(app, host, resource, identity);
  const failures = identity && new FailureLimit(host, identity);
  const gate = createGate(host, { identity, metadataUrl, failures });
  const serve = webExchange(handler);
  const requests = new RequestLimit(host);
  const admitted = [...admit(failures, gate.identify), stillThere, requests.check];
  serveMetrics(scraped, usage, [...admitted, gate.demand(`${host.server.name}:metrics`)]);
  app.post(
    '/mcp',
    refuseWhileStopping(state),
    ...admitted,
    express.json({ limit: MAX_BODY_BYTES }),
    stillThere,
    refuseDeep,
    gate.authorize,
    requests.checkStream,
    checkParameterHeaders(host),
  );
  app.post('/mcp', async (request, response) => {
    if (isListening(request.body)) return streams.serve(request, response);
    response.once('close', host.inFlight.begin());
    if ((await sessions?.takes(request)) === true) return sessions?.serve(request, response);
    await serve(request, response);
  });
  sessions?.serveStreams(app, {
    listen: [refuseWhileStopping(state), ...admitted, gate.authorize, requests.checkStream],
    end: admitted,
  });
  serveDeliveries(app, host, [refuseWhileStopping(state)]);
  app.all('/mcp', notAllowed(sessions));
  app.use((_request, response) =>
    refuse(response, 404, { code: -32_000, message: 'Nothing is served here: use /mcp.' }),
  );
  app.use(errorHandler(host));
  return app;
}

/** Serves what tells clients where to get a token, and says where; nothing without an issuer. */
function serveMetadata(
  app: Express,
  { server }: Host,
  resource: URL,
  identity: Authenticator | undefined,
): string | undefined {
  const issuers = identity?.sources.flatMap(({ source }) => source.issuer ?? []) ?? [];
  if (issuers.length === 0) return undefined;
  const metadata = resourceMetadata(server, resource, issuers);
  const paths = metadataPaths(resource);
  app.get(paths, (_request, response) => void response.json(metadata));
  return new URL(paths[0] ?? '', resource).href;
}

/** Who is calling, and no guessing who could be. */
function admit(failures: FailureLimit | undefined, identify: express.RequestHandler) {
  return failures === undefined ? [identify] : [failures.check, identify, failures.passed];
}

function refuseWhileStopping(state: { stopping: boolean }): express.RequestHandler {
  return (_request, response, next) => {
    if (!state.stopping) return next();
    response.set({ Connection: 'close', 'Retry-After': '1' });
    refuse(response, 503, { code: -32_000, message: 'This server is stopping.' });
  };
}

/** Says what is: methods that only a session has are methods of the address all the same (RFC 9110, 15.5.6). */
function notAllowed(sessions: Sessions | undefined): express.RequestHandler {
  const [allow, message] =
    sessions === undefined
      ? ['POST', 'Only POST is served here.']
      : ['GET, POST, DELETE', 'Only POST is served here, and GET and DELETE within a session.'];
  return (_request, response) => {
    response.set('Allow', allow);
    refuse(response, 405, { code: -32_000, message });
  };
}

/** Express would answer with an HTML page and a stack, and write what comes too late to be answered beside the log. */
function errorHandler({ log }: Host): ErrorRequestHandler {
  return (error: { status?: number; type?: string; limit?: number }, _request, response, _next) => {
    const status = error.status ?? 500;
    if (status >= 500) log.error('request failed', { error });
    if (response.headersSent) return void response.destroy();
    if (error.type === 'entity.parse.failed')
      return refuse(response, 400, { code: -32_700, message: 'The body is not valid JSON.' });
    if (error.type === 'entity.too.large') {
      return refuse(response, 413, {
        code: -32_000,
        message: `A request may be at most ${error.limit} bytes.`,
      });
    }
    if (status < 500)
      return refuse(response, status, { code: INVALID_REQUEST, message: 'The request is not valid.' });
    refuse(response, status, { code: -32_603, message: 'Internal error.' });
  };
}
