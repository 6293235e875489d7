import { once } from 'node:events';
import { request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import express from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exchange, webExchange } from '../../src/http/web-exchange.ts';
import type { CallRecord } from '../../src/record/call-record.ts';
import { server } from '../fixture/echo-server.ts';
import { ask, modern, serve } from '../fixture/http.ts';

describe('a client that leaves', () => {
  it.each([
    ['before its answer has begun', {}],
    ['while its answer is a stream', { progressToken: 1 }],
  ])('cancels its call: %s', async (_, more) => {
    const { url, host } = await serve(server);
    const records: CallRecord[] = [];
    host.recorders.push({ call: (record) => void records.push(record) });
    const { headers, body } = modern('tools/call', { name: 'pause', arguments: { ms: 60_000 } });
    const message = body as { params: { _meta: object } };
    const { params } = message;
    const outgoing = request(url, { method: 'POST', headers: headers ?? {}, agent: false }).on(
      'error',
      () => {},
    );
    const begun = once(outgoing, 'response');
    begun.catch(() => {});
    outgoing.end(JSON.stringify({ ...message, params: { ...params, _meta: { ...params._meta, ...more } } }));
    while (host.inFlight.count < 2) await new Promise((resolve) => setImmediate(resolve));
    if ('progressToken' in more) await begun;
    outgoing.destroy();
    expect(await host.inFlight.idle(2_000)).toBe(true);
    expect(records).toMatchObject([{ outcome: 'cancelled' }]);
  });
});

it('what the SDK is handed of a request holds no credential, and not its body once more', async () => {
  const seen: (Request | undefined)[] = [];
  const handler = createMcpHandler(({ requestInfo }) => {
    seen.push(requestInfo);
    return new Server({ name: 'a', version: '0.0.0' }, { capabilities: {} });
  });
  const app = express().post('/mcp', express.json(), webExchange(handler));
  const listening = app.listen(0, '127.0.0.1');
  onTestFinished(() => void listening.close());
  await once(listening, 'listening');
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/mcp`;
  const { headers, body } = modern('server/discover');
  const secrets = { authorization: 'Bearer abc', cookie: 'id=abc', dpop: 'abc' };
  const answer = await ask(url, { headers: { ...headers, ...secrets }, body });
  expect(answer.status).toBe(200);
  expect(Object.keys(Object.fromEntries(seen[0]?.headers ?? []))).toContain('mcp-method');
  expect(JSON.stringify([...(seen[0]?.headers ?? [])])).not.toContain('abc');
  expect(seen[0]?.body).toBe(null);
});

it('a client that never reads its stream is cut, once there is more than two of the largest results', async () => {
  const piece = new Uint8Array(1024 * 1024);
  let sent = 0;
  const events = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setImmediate(resolve));
      sent += 1;
      controller.enqueue(piece);
    },
  });
  const answer = async () => new Response(events, { headers: { 'content-type': 'text/event-stream' } });
  const app = express().get('/mcp', (request, response) => exchange(answer, request, response));
  const listening = app.listen(0, '127.0.0.1');
  onTestFinished(() => void listening.close());
  await once(listening, 'listening');
  const socket = connect((listening.address() as AddressInfo).port, '127.0.0.1').pause();
  onTestFinished(() => void socket.destroy());
  const [accepted] = (await once(listening, 'connection')) as [Socket];
  socket.write('GET /mcp HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(accepted, 'close');
  expect(sent).toBeLessThan(40); // what the system itself holds of it is some more
});
