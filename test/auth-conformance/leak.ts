import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request or an answer on its way through a proxy, to be changed there. */
export interface Passing {
  /** Of the request, with its query. */
  path: string;
  /** In lower case. */
  headers: Record<string, string>;
  status: number;
  body: string;
}

/** What a proxy does wrong. */
export interface Leak {
  request?(passing: Passing): void;
  answer?(passing: Passing): void;
}

/** A proxy before a server, that makes of it one that breaks rules. */
export class LeakyProxy {
  leak: Leak = {};
  #origin = '';
  #clients = 0;
  readonly #server = createServer((request, response) => void this.#pass(request, response));

  /** Gives the address that clients see. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/mcp`;
  }

  /** Leads to a server from now on. */
  lead(origin: string): void {
    this.#origin = origin;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve).closeAllConnections());
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const there: Passing = { path: request.url ?? '', headers: plain(request.headers), status: 0, body: '' };
    const body = await text(request);
    this.leak.request?.(there);
    // Each from an address of its own: the server stops who guesses too often.
    this.#clients += 1;
    there.headers['x-forwarded-for'] = `10.0.${this.#clients >> 8}.${this.#clients & 255}`;
    const { host: _, connection: _c, 'content-length': _l, ...headers } = there.headers;
    const { method = 'GET' } = request;
    const answer = await fetch(this.#origin + there.path, {
      method,
      headers,
      ...(method === 'POST' && { body }),
    });
    const back: Passing = {
      path: request.url ?? '',
      headers: plain(Object.fromEntries(answer.headers)),
      status: answer.status,
      body: await answer.text(),
    };
    this.leak.answer?.(back);
    const { 'content-length': _n, 'transfer-encoding': _t, ...sent } = back.headers;
    response.writeHead(back.status, sent).end(back.body);
  }
}

function plain(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
