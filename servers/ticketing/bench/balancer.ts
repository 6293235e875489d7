import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Milliseconds after which a connection is not used again: a server closes it after five seconds. */
const IDLE_MS = 2_000;

/** One address for several servers, which take turns. */
export interface Balancer {
  url: string;
  stop(): Promise<void>;
}

/** Whoever does not answer gets no more; what it was asked for is answered with 502, as what became of it is unknown. */
export async function startBalancer(targets: readonly string[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true, timeout: IDLE_MS });
  const alive = targets.map((url) => new URL(url));
  let turn = 0;
  const server = createServer((asked, answer) => {
    const target = alive[turn++ % alive.length];
    if (target === undefined) return answer.writeHead(503).end();
    const headers = { ...asked.headers, host: target.host };
    const passed = request(target, { method: asked.method, headers, agent }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
      answered.on('error', () => answer.destroy());
    });
    passed.on('error', () => {
      const at = alive.indexOf(target);
      if (at >= 0) alive.splice(at, 1);
      if (!answer.headersSent) answer.writeHead(502).end();
    });
    asked.pipe(passed);
  }).listen(0, '127.0.0.1');
  server.keepAliveTimeout = 0;
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${new URL(targets[0] ?? '').pathname}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
      await once(server, 'close');
    },
  };
}
