import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { AuthInfo, McpHttpHandler } from '@modelcontextprotocol/server';
import type { Request as ExpressRequest } from 'express';

/** What a client may have left unread of one stream: the largest result fits twice. */
const MAX_UNREAD_BYTES = 16 * 1024 * 1024;

type Incoming = ExpressRequest & { auth?: AuthInfo };

/** As `exchange`, for a handler of the SDK. */
export function webExchange(
  handler: McpHttpHandler,
): (request: Incoming, response: ServerResponse) => Promise<void> {
  return (request, response) => exchange(handler.fetch, request, response);
}

/**
 * Hands a request whose body was read already to the SDK, and its answer to the client. The SDK's own adapter
 * writes such a body out again and makes a stream of every answer, which is a sixth of the time of a request. It would
 * also read what Express took for something else than JSON, and nobody here has looked at that: it has no body.
 */
export async function exchange(
  answerTo: McpHttpHandler['fetch'],
  request: Incoming,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  if (response.destroyed) gone.abort();
  const { auth: authInfo, body: parsedBody } = request;
  const answer = await answerTo(webRequest(request, gone.signal), {
    ...(authInfo !== undefined && { authInfo }),
    ...(parsedBody !== undefined && { parsedBody }),
  });
  await send(answer, response);
}

/** Without its body, and of its headers those that the protocol has a meaning for: no credential goes on. */
export function webRequest({ headers, method, url }: ExpressRequest, signal: AbortSignal): Request {
  const kept = Object.entries(headers).filter(
    (header): header is [string, string] => typeof header[1] === 'string' && isOfProtocol(header[0]),
  );
  // For which name it came was looked at before, and not each name there may be makes an address.
  const request = new Request(`http://localhost${url}`, { method, headers: kept });
  // Made with a signal, it would follow that by a second one, which costs more than all the rest of it.
  return Object.defineProperty(request, 'signal', { value: signal });
}

function isOfProtocol(name: string): boolean {
  return name === 'content-type' || name === 'accept' || name === 'last-event-id' || name.startsWith('mcp-');
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
  const headers = Object.fromEntries(answer.headers);
  if (answer.body === null) {
    response.writeHead(answer.status, headers).end();
  } else if (headers['content-type']?.startsWith('application/json') === true) {
    const body = await answer.text();
    response.writeHead(answer.status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
  } else {
    response.writeHead(answer.status, headers).flushHeaders();
    stream(Readable.fromWeb(answer.body), response);
  }
}

/**
 * As it comes: the SDK holds back nothing, so what a client does not read is counted here, and a client that never reads
 * is cut. A client that leaves ends its stream, and that is no fault.
 */
function stream(events: Readable, response: ServerResponse): void {
  const end = () => void response.end();
  response.once('close', () => events.destroy());
  events
    .once('error', end)
    .once('end', end)
    .on('data', (piece: Uint8Array) => {
      response.write(piece);
      if (response.writableLength <= MAX_UNREAD_BYTES) return;
      response.destroy();
      events.destroy();
    });
}
