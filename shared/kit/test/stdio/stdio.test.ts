import { describe, expect, it } from 'vitest';
import { HANDSHAKE, modernRequest } from '../../src/testing/index.ts';
import { echoCommand } from '../fixture/programs.ts';
import { start, toolCall } from '../fixture/raw.ts';

/** Requests that are wrong in every way; an SDK may drop them without a word. */
const WRONG = [
  { method: 'tools/list', params: { _meta: 5 } },
  { method: 'tools/list', params: { _meta: { progressToken: {} } } },
  { method: 'tools/list', params: { cursor: 5 } },
  { method: 'tools/list', params: [1] },
  { method: 'tools/list', params: null },
  { method: 'tools/list', more: 1 },
  { method: 'tools/list', result: {} },
  { method: 'tools/call' },
  { method: 'tools/call', params: { name: 5 } },
  { method: 'tools/call', params: { name: 'echo', arguments: 5 } },
  { method: 'resources/read', params: { uri: 5 } },
  { method: 'resources/subscribe', params: {} },
  { method: 'subscriptions/listen', params: {} },
  { method: 'completion/complete', params: {} },
  { method: 'initialize', params: {} },
  { method: 'notifications/initialized' },
  { method: 'no/such/method' },
  { method: '__proto__' },
  { method: '' },
];

describe('every wrong request is answered with an error, and what follows is served', () => {
  it.each(['2025', '2026'])('on a connection of %s', async (era) => {
    const server = start(echoCommand());
    for (const line of era === '2025' ? HANDSHAKE : [modernRequest('first', 'tools/list')]) server.send(line);
    for (const [id, message] of WRONG.entries()) {
      const { params } = modernRequest(id, message.method, {}) as { params: Record<string, unknown> };
      const enveloped =
        typeof message.params === 'object' && message.params !== null && !Array.isArray(message.params);
      const wrapped = era === '2025' || !enveloped ? message.params : { ...params, ...message.params };
      server.send({ jsonrpc: '2.0', id, ...message, ...(wrapped !== undefined && { params: wrapped }) });
    }
    for (const id of WRONG.keys()) {
      expect(await server.answer(id), JSON.stringify(WRONG[id])).toMatchObject({
        error: { code: expect.any(Number) },
      });
    }
    server.send(toolCall('last', 'echo', { text: 'x' }));
    expect(await server.answer('last')).toHaveProperty('result');
    server.process.stdin.end();
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(server.lines.join()).not.toMatch(/node_modules|\\n\s+at /);
  });
});

it('a line of 50 MB is answered, and the session goes on', async () => {
  const server = start(echoCommand());
  const text = 'x'.repeat(50_000_000);
  server.send(toolCall(1, 'echo', { text }));
  server.send(toolCall(2, 'echo', { text: 'y' }));
  expect(await server.answer(null)).toMatchObject({
    error: { code: -32_600, message: expect.stringContaining('at most') },
  });
  expect(await server.answer(2)).toMatchObject({ result: { content: [{ text: 'y' }] } });
});

it('calls are answered as they end, not as they came', async () => {
  const server = start(echoCommand());
  server.send(toolCall(1, 'pause', { ms: 300 }));
  server.send(toolCall(2, 'echo', { text: 'y' }));
  await Promise.all([server.answer(1), server.answer(2)]);
  expect(server.lines.map((line) => JSON.parse(line).id)).toEqual([2, 1]);
});

it('each request of a connection is of the version that it began with', async () => {
  const server = start(echoCommand());
  const of = (id: number, version: string) => {
    const request = toolCall(id, 'echo', { text: 'x' }) as { params: { _meta: Record<string, unknown> } };
    request.params._meta['io.modelcontextprotocol/protocolVersion'] = version;
    return request;
  };
  server.send(of(1, '2026-07-28'));
  expect(await server.answer(1)).toHaveProperty('result');
  server.send(of(2, '2027-01-01'));
  expect(await server.answer(2)).toMatchObject({
    error: { code: -32_022, data: { supported: ['2026-07-28'], requested: '2027-01-01' } },
  });
  server.send(of(3, '2026-07-28'));
  expect(await server.answer(3)).toHaveProperty('result');
});
