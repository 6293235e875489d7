import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A load for one server: the same request, over and over. */
export interface Load {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** What every answer has to hold: a fast refusal is no throughput. */
  expected: string;
}

/**
 * Sends `total` requests over `connections` that are kept alive, one at a time on each, and gives the
 * microseconds it took per request. There is no HTTP library in it: what is measured is the server. Throws for
 * an answer that is not the expected one.
 */
export async function microsecondsPerRequest(
  load: Load,
  { connections, total }: { connections: number; total: number },
): Promise<number> {
  const { hostname, port } = new URL(load.url);
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(Number(port), hostname).setNoDelay();
      await once(socket, 'connect');
      return socket;
    }),
  );
  const request = requestOf(load);
  const left = { requests: total };
  const started = performance.now();
  await Promise.all(sockets.map((socket) => repeat(socket, request, load.expected, left)));
  const ms = performance.now() - started;
  for (const socket of sockets) socket.destroy();
  return (ms * 1_000) / total;
}

function requestOf({ url, headers, body }: Load): string {
  const { host, pathname } = new URL(url);
  const lines = Object.entries({
    host,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

function repeat(
  socket: Socket,
  request: string,
  expected: string,
  left: { requests: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = '';
    const next = () => {
      if (left.requests === 0) return resolve();
      left.requests -= 1;
      socket.write(request);
    };
    socket.setEncoding('latin1').on('data', (piece: string) => {
      received += piece;
      if (!isWhole(received)) return;
      if (!received.startsWith('HTTP/1.1 200') || !received.includes(expected)) {
        return reject(new Error(`an answer is not the expected one: ${received}`));
      }
      received = '';
      next();
    });
    socket.on('error', reject).on('close', () => reject(new Error('the server closed a connection')));
    next();
  });
}

/** Whether an answer has come to its end, whichever of the two ways it is framed. */
function isWhole(received: string): boolean {
  const head = received.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(received.slice(0, head))?.[1];
  return length === undefined ? received.endsWith('0\r\n\r\n') : received.length >= head + 4 + Number(length);
}
