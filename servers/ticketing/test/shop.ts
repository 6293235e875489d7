import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Asked {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was sent
  body: any;
}

/** What a shop does with a request: answers with a status and a text, or says nothing and hangs up. */
export type Deed = { status: number; text?: string; headers?: Record<string, string> } | 'hang up' | 'wait';

export interface Shop {
  url: string;
  asked: Asked[];
  /** What is done with the requests from now on. */
  does(deed: Deed): void;
  /** Ends it. */
  close(): void;
}

/** A service behind an action, on this machine; gone after the test. */
export async function openShop(): Promise<Shop> {
  const asked: Asked[] = [];
  let deed: Deed = { status: 201, text: '{"id":"re_1","card":"4242"}' };
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      asked.push({ method, path, headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
      if (deed === 'hang up') request.socket.destroy();
      else if (deed !== 'wait') response.writeHead(deed.status, deed.headers).end(deed.text ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(close);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    does(next) {
      deed = next;
    },
    close,
  };
}
