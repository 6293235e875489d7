import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CLIENTS, connectHttp, startHttp } from '../../src/testing/index.ts';
import { server } from '../fixture/echo-server.ts';
import { ask, modern, serve } from '../fixture/http.ts';
import { echoCommand } from '../fixture/programs.ts';

/** Sends a call that lasts, and waits until it has begun. */
async function paused(url: string, kind: (typeof CLIENTS)[number], ms: number) {
  const client = await connectHttp(kind, url);
  onTestFinished(() => client.close());
  let answer: Promise<unknown> = Promise.resolve();
  await new Promise<void>((begun) => {
    answer = client.call('pause', { ms }, { onprogress: () => begun() } as never);
    answer.catch(() => {});
  });
  return { answer, client };
}

describe('told to stop', () => {
  it.each(CLIENTS)('it answers the call in flight of the %s client', async (kind) => {
    const { url, stop, host } = await serve(server);
    const { answer } = await paused(url, kind, 150);
    const stopped = stop(5_000);
    expect(await answer).toMatchObject({ content: [{ text: 'waited 150 ms' }] });
    await stopped;
    expect(host.inFlight.count).toBe(0);
    await expect(ask(url, modern('tools/list'))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('it answers a call that reports no progress, whose answer is plain JSON', async () => {
    const { url, stop, host } = await serve(server);
    const answer = ask(url, modern('tools/call', { name: 'pause', arguments: { ms: 150 } }));
    while (host.inFlight.count === 0) await new Promise((resolve) => setImmediate(resolve));
    const stopped = stop(5_000);
    expect((await answer).text).toContain('waited 150 ms');
    await stopped;
  });

  it('it says so to the load balancer, and takes no new call, while it finishes the others', async () => {
    const { url, origin, stop } = await serve(server);
    const { answer } = await paused(url, 'v2', 150);
    const stopped = stop(5_000);
    const ready = await ask(`${origin}/readyz`, { method: 'GET' });
    expect([ready.status, JSON.parse(ready.text)]).toEqual([503, { status: 'stopping' }]);
    expect((await ask(`${origin}/healthz`, { method: 'GET' })).status).toBe(200);
    const refused = await ask(url, modern('tools/list'));
    expect([refused.status, refused.headers.connection]).toEqual([503, 'close']);
    expect(await answer).toMatchObject({ content: [{ text: 'waited 150 ms' }] });
    await stopped;
  });

  it('it waits no longer than it was told', async () => {
    const { url, stop } = await serve(server);
    await paused(url, 'v2', 60_000);
    await stop(10);
  });

  it('it ends streams that wait for changes, in good order', async () => {
    const { url, stop } = await serve(server);
    const client = await connectHttp('v2', url);
    const { closed } = await (
      client.sdk as never as { listen(filter: unknown): Promise<{ closed: Promise<string> }> }
    ).listen({
      resourceSubscriptions: ['echo://note/first'],
    });
    await stop(5_000);
    expect(await closed).toBe('graceful');
    await client.close();
  });

  it('it does not wait for connections that only stay open', async () => {
    const { origin, stop } = await serve(server);
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const [response] = await once(request(`${origin}/healthz`, { agent }).end(), 'response');
    response.resume();
    await once(response, 'end');
    await stop(60_000);
  });
});

it('told to stop, it does not wait for a request that never comes to its end', async () => {
  const { url, stop, host } = await serve(server);
  const { port, pathname } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  const head = `POST ${pathname} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
  socket.write(`${head}Content-Length: 100\r\n\r\n{`);
  await once(socket, 'connect');
  await ask(new URL('/healthz', url).href, { method: 'GET' }); // by now the server has seen the other
  expect(host.inFlight.count).toBe(0);
  await stop(60_000);
});

it('as a program, it finishes the call in flight on SIGTERM and exits 0', async () => {
  const { url, raw } = await startHttp(echoCommand());
  onTestFinished(() => void raw.process.kill('SIGKILL'));
  const { answer } = await paused(url, 'v2', 300);
  raw.process.kill('SIGTERM');
  expect(await answer).toMatchObject({ content: [{ text: 'waited 300 ms' }] });
  expect(await raw.exited).toEqual({ code: 0, signal: null });
  expect(raw.lines).toEqual([]);
});
