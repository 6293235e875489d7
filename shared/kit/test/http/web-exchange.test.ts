import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import express from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';
import { webExchange } from '../../src/http/web-exchange.ts';
import type { CallRecord } from '../../src/record/recorder.ts';
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
