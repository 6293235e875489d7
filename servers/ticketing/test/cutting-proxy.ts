import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** The end of a transaction, as a simple query: its kind, its length, its text. */
const COMMIT = Buffer.from('Q\0\0\0\x0bCOMMIT\0', 'latin1');

/** A way to a PostgreSQL that can lose the answer to the next COMMIT, or connections without a word. */
export async function cuttingProxy(port: number) {
  let cuts = false;
  let generation = 0;
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    let isLast = false;
    const own = generation;
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    client.on('data', (chunk) => {
      if (own < generation) return end();
      if (cuts && chunk.includes(COMMIT)) {
        isLast = true;
        cuts = false;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (isLast) end();
      else client.write(chunk);
    });
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return {
    port: (server.address() as AddressInfo).port,
    cutNextCommit() {
      cuts = true;
    },
    /** Connections that are there turn out to be gone once they are used, as behind a firewall that forgot them. */
    forgetAll() {
      generation += 1;
    },
  };
}
