import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of requests that fit, instead of what would be answered. */
export interface Fault {
  method: string;
  path: RegExp;
  /** How many of them; the rest go through. Default: 1. */
  times?: number;
  /** Answers so, without carrying it out; after it, where `isDone`. */
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  isDone?: boolean;
  /** The connection ends before the request is carried out, or after. */
  reset?: 'before' | 'after';
  /** Carries it out, and answers nothing. */
  isSilent?: boolean;
  /** Answers without end. */
  isEndless?: boolean;
  /** Is done just before the request is passed on: somebody was faster. */
  meanwhile?: () => Promise<unknown>;
  /** A header of the answer that does not come through. */
  hides?: string;
  /** What passes on is another request than the one that came. */
  rewrite?: (body: unknown) => unknown;
}

export interface Seen {
  method: string;
  /** With its query. */
  url: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

interface Passed {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** What is behind: carries a request out. */
type Behind = (seen: Seen, text: string) => Promise<Passed> | Passed;

/** Stands in front of a tracker, sees what is sent, and has faults of timing that none has when it is asked. */
export class FaultProxy {
  readonly url: string;
  readonly seen: Seen[] = [];
  #faults: (Fault & { left: number })[] = [];
  readonly #close: () => Promise<void>;
  readonly #behind: Behind;

  private constructor(url: string, behind: Behind, close: () => Promise<void>) {
    this.url = url;
    this.#behind = behind;
    this.#close = close;
  }

  /** In front of an address of this machine, or of what answers itself. */
  static async start(behind: string | Behind): Promise<FaultProxy> {
    const server = createServer((request, response) => void proxy.#answer(request, response));
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
    );
    const pass = typeof behind === 'string' ? passTo(behind) : behind;
    const proxy: FaultProxy = new FaultProxy(`http://127.0.0.1:${port}`, pass, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return proxy;
  }

  fail(fault: Fault): void {
    this.#faults.push({ ...fault, left: fault.times ?? 1 });
  }

  reset(): void {
    this.#faults = [];
    this.seen.length = 0;
  }

  /** What was sent that is no read. */
  get writes(): Seen[] {
    return this.seen.filter(({ method }) => method !== 'GET');
  }

  close(): Promise<void> {
    return this.#close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { method = '', url = '', headers } = request;
    const seen = {
      ...{ method, url, headers },
      path: new URL(url, this.url).pathname,
      body: text === '' ? undefined : JSON.parse(text),
    };
    this.seen.push(seen);
    const fault = this.#faults.find(
      (one) => one.left > 0 && one.method === method && one.path.test(seen.path),
    );
    if (fault !== undefined) fault.left -= 1;
    if (fault?.reset === 'before') return void request.socket.destroy();
    if (fault?.isEndless === true) return void endless(response);
    if (fault?.status !== undefined && fault.isDone !== true)
      return void forced(response, fault, fault.status);
    await fault?.meanwhile?.();
    const sent = fault?.rewrite === undefined ? text : JSON.stringify(fault.rewrite(seen.body));
    const passed = await this.#behind(seen, sent);
    if (fault?.isSilent === true) return;
    if (fault?.reset === 'after') return void request.socket.destroy();
    if (fault?.status !== undefined) return void forced(response, fault, fault.status);
    const through = Object.entries(passed.headers).filter(([name]) => name !== fault?.hides);
    response.writeHead(passed.status, Object.fromEntries(through)).end(passed.text);
  }
}

function forced(response: ServerResponse, { headers = {}, body = '' }: Fault, status: number): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}

function endless(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(65_536)));
  };
  response.on('drain', more);
  more();
}

/** Headers that an answer is passed on with. */
const KEPT = ['content-type', 'date', 'etag', 'location', 'retry-after'];

function passTo(target: string): Behind {
  return async ({ method, url, headers }, text) => {
    const sent = Object.fromEntries(
      ['authorization', 'x-redmine-api-key', 'if-match', 'content-type', 'accept'].flatMap((name) =>
        headers[name] === undefined ? [] : [[name, String(headers[name])]],
      ),
    );
    const answer = await fetch(`${target}${url}`, {
      method,
      headers: sent,
      redirect: 'manual',
      ...(text === '' ? {} : { body: text }),
    });
    const kept = KEPT.flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value]];
    });
    return { status: answer.status, headers: Object.fromEntries(kept), text: await answer.text() };
  };
}
