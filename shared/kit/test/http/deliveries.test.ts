import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AnyServer, Delivery, DeliveryDefinition } from '../../src/index.ts';
import { ToolError } from '../../src/index.ts';
import type { CallRecord } from '../../src/record/call-record.ts';
import type { EventRecord } from '../../src/record/recorder.ts';
import { server } from '../fixture/echo-server.ts';
import { hostOf } from '../fixture/host.ts';
import { ask, serve } from '../fixture/http.ts';
import { keyFile } from '../fixture/key-file.ts';

const SECRET = 'a secret of sixteen';
const signed = (body: string, secret = SECRET) => createHmac('sha256', secret).update(body).digest('hex');

/** Of a sender that signs, and names each delivery in a header. */
function definition(change: Partial<DeliveryDefinition> = {}) {
  const taken: string[] = [];
  const deliveries: DeliveryDefinition = {
    sender: 'mill',
    path: '/webhooks/mill',
    option: 'millSecret',
    maxBytes: 1_000,
    proven({ headers, body }: Delivery) {
      return headers['x-mill-signature'] === signed(Buffer.from(body).toString())
        ? String(headers['x-mill-id'])
        : undefined;
    },
    take: ({ body }) => void taken.push(Buffer.from(body).toString()),
    ...change,
  };
  return { taken, deliveries };
}

/** The echo server that takes deliveries, and what was recorded of them. */
async function mill(change: Partial<DeliveryDefinition> = {}, args: readonly string[] = []) {
  const { taken, deliveries } = definition(change);
  const served = await serve({ ...server, deliveries: () => deliveries } as AnyServer, [
    '--http',
    '127.0.0.1:0',
    ...args,
  ]);
  const calls: CallRecord[] = [];
  const events: EventRecord[] = [];
  served.host.recorders.push({ call: (one) => calls.push(one), event: (one) => events.push(one) });
  const url = `${served.origin}/webhooks/mill`;
  const send = (body: string, headers: Record<string, string> = {}) =>
    ask(url, {
      body,
      headers: { 'x-mill-id': `id of ${body}`, 'x-mill-signature': signed(body), ...headers },
    });
  return { ...served, taken, calls, events, url, send };
}

describe('a delivery', () => {
  it('that proves its sender is taken, as its bytes came, and recorded without what it holds', async () => {
    const { send, taken, calls, events, entries } = await mill();
    const answer = await send('{"a":  "ü"}', { 'x-mill-id': '7', 'content-type': 'application/json' });
    expect([answer.status, answer.text]).toEqual([202, '']);
    expect(taken).toEqual(['{"a":  "ü"}']);
    expect(calls).toMatchObject([
      {
        operation: { kind: 'delivery', name: 'mill', arguments: { id: '7', bytes: 12 } },
        caller: { subject: 'mill', via: 'delivery' },
        outcome: 'ok',
      },
    ]);
    expect(events).toEqual([]);
    expect(JSON.stringify(entries)).not.toContain('ü');
  });

  it.each([
    ['of another’s secret', { 'x-mill-signature': signed('hello', 'another secret, longer') }],
    ['of another body', { 'x-mill-signature': signed('hello!') }],
    ['without a proof', { 'x-mill-signature': '' }],
  ])('%s is refused, and nothing of it is recorded', async (_what, headers) => {
    const { send, taken, calls, events, entries } = await mill();
    expect((await send('hello', headers)).status).toBe(401);
    expect([taken, calls]).toEqual([[], []]);
    expect(events).toMatchObject([
      { kind: 'auth', name: 'refused', details: { status: 401, code: 'invalid_signature', sender: 'mill' } },
    ]);
    expect(JSON.stringify([events, entries])).not.toContain('hello');
  });

  it('that came before has no effect, under whatever name', async () => {
    const { send, taken } = await mill();
    for (const id of ['1', '1', '2']) expect((await send('hello', { 'x-mill-id': id })).status).toBe(202);
    expect((await send('another', { 'x-mill-id': '1' })).status).toBe(202);
    expect(taken).toEqual(['hello']);
  });

  it('that could not be taken says why by its status, and may come again', async () => {
    const faults = [
      new ToolError('unavailable', 'Down.'),
      new ToolError('invalid_input', 'body: is no JSON.'),
      new Error('x'),
    ];
    const take = vi.fn(() => {
      const fault = faults.shift();
      if (fault !== undefined) throw fault;
    });
    const { send } = await mill({ take });
    const answers = [];
    for (let at = 0; at < 5; at++) answers.push(await send('hello'));
    expect(answers.map(({ status }) => status)).toEqual([503, 400, 500, 202, 202]);
    expect(answers.map(({ text }) => text).join('')).toBe('');
    expect(take).toHaveBeenCalledTimes(4);
  });

  it('may be so long and no longer, also where it does not say how long', async () => {
    const { send, url, taken } = await mill();
    expect((await send('x'.repeat(1_000))).status).toBe(202);
    expect((await send('x'.repeat(1_001))).status).toBe(413);
    const body = 'x'.repeat(100_000);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { 'x-mill-signature': signed(body), 'transfer-encoding': 'chunked' };
      const outgoing = httpRequest(url, { method: 'POST', headers, agent: false }, (response) => {
        resolve(response.resume().statusCode);
      });
      outgoing.on('error', reject).end(body);
    });
    expect(status).toBe(413);
    expect(taken).toHaveLength(1);
  });

  it('that is packed is refused: its bytes would not be those that were signed', async () => {
    const { send, taken } = await mill();
    expect((await send('hello', { 'content-encoding': 'gzip' })).status).toBe(415);
    expect(taken).toEqual([]);
  });

  it('that does not come to its end is not waited for, and says nothing beside the log', async () => {
    vi.stubEnv('NODE_ENV', 'production'); // or Express says less
    onTestFinished(() => void vi.unstubAllEnvs());
    const beside = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => beside.mockRestore());
    const { origin } = await mill();
    const { hostname, port } = new URL(origin);
    const said = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(Number(port), hostname, () =>
        socket.write(`POST /webhooks/mill HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: 9\r\n\r\nhel`),
      );
      socket.on('data', (data) => {
        text += data;
      });
      socket.on('close', () => resolve(text)).on('error', () => {});
    });
    expect(said).toContain('408 Request Timeout');
    await new Promise((resolve) => setImmediate(resolve));
    expect(beside).not.toHaveBeenCalled();
  });
});

describe('where deliveries are taken', () => {
  it('only they are, for a Host that is served, and with no other method', async () => {
    const { url, send, taken } = await mill();
    expect((await send('hello', { host: 'evil.example' })).status).toBe(403);
    const read = await ask(url, { method: 'GET' });
    expect([read.status, read.headers.allow]).toEqual([405, 'POST']);
    expect(taken).toEqual([]);
  });

  it('a credential of a caller proves nothing, and none is needed', async () => {
    const { path, keys } = keyFile({ owner: 'ann' });
    const { send, taken, url } = await mill({}, ['--api-keys', path]);
    const authorization = `Bearer ${keys[0]?.key}`;
    expect((await send('hello', { authorization, 'x-mill-signature': '' })).status).toBe(401);
    expect((await send('hello')).status).toBe(202);
    expect(taken).toEqual(['hello']);
    // What a sender may, it may not elsewhere.
    const elsewhere = await ask(url.replace('/webhooks/mill', '/mcp'), {
      body: 'hello',
      headers: { 'x-mill-signature': signed('hello') },
    });
    expect(elsewhere.status).toBe(401);
  });

  it('nothing is where none are asked for', async () => {
    const { origin } = await serve(server);
    expect((await ask(`${origin}/webhooks/mill`, { body: 'hello' })).status).toBe(404);
  });

  it('over stdio they cannot be, and the start says so', async () => {
    const { deliveries } = definition();
    const taking = { ...server, deliveries: () => deliveries } as AnyServer;
    await expect(hostOf(taking)).rejects.toThrow('--mill-secret: needs --http');
  });

  it('who fails too often is not read for a while', async () => {
    const { send, events, taken } = await mill();
    for (let at = 0; at < 60; at++)
      expect((await send(`${at}`, { 'x-mill-signature': 'x' })).status).toBe(401);
    const answer = await send('hello');
    expect([answer.status, Number(answer.headers['retry-after']) > 0]).toEqual([429, true]);
    expect(taken).toEqual([]);
    expect(events.at(-1)).toMatchObject({ name: 'too many failures', details: { address: '127.0.0.1' } });
  });

  it('only so many arrive at once', async () => {
    const { origin, send, taken } = await mill();
    const { hostname, port } = new URL(origin);
    const sockets = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const socket = connect(Number(port), hostname);
        await new Promise((resolve) => socket.once('connect', resolve));
        socket.write(`POST /webhooks/mill HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: 9\r\n\r\nhel`);
        return socket;
      }),
    );
    await vi.waitUntil(async () => (await send('hello')).status === 429, { timeout: 3_000 });
    for (const socket of sockets) socket.destroy();
    await vi.waitUntil(async () => (await send('after')).status === 202, { timeout: 3_000 });
    expect(taken).toContain('after');
  });

  it('only so many are taken in a minute', async () => {
    const { send, taken } = await mill();
    let refused = 0;
    for (let at = 0; at < 3_000 && refused === 0; at += 8) {
      const answers = await Promise.all(Array.from({ length: 8 }, (_, next) => send(`${at + next}`)));
      refused = answers.filter(({ status }) => status !== 202).length;
    }
    expect(refused).toBe(0);
    expect((await send('one more')).status).toBe(429);
    expect(taken).toHaveLength(3_000);
  }, 60_000);
});
