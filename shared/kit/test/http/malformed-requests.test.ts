import { once as onceOf } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HANDSHAKE, modernRequest, startRaw } from '../../src/testing/index.ts';
import { server } from '../fixture/echo-server.ts';
import { ask, modern, serve } from '../fixture/http.ts';
import { echoCommand } from '../fixture/programs.ts';

const MALFORMED: [method: string, params: Record<string, unknown>, message: string][] = [
  ['tools/call', { name: 5 }, 'params.name: expected string, received number.'],
  ['tools/call', {}, 'params.name: expected string, received undefined.'],
  ['tools/call', { name: 'echo', arguments: [] }, 'params.arguments: expected record, received array.'],
  ['resources/read', { uri: 5 }, 'params.uri: expected string, received number.'],
  ['prompts/get', { name: {} }, 'params.name: expected string, received object.'],
  ['prompts/get', { name: 1, arguments: 2 }, 'params.name: expected string, received number; and 1 more.'],
];

const runsTypeScript = 'typescript' in process.features && Boolean(process.features.typescript);

describe('a malformed request is answered in one line that names the field', () => {
  it.each(MALFORMED)('over HTTP: %s %j', async (method, params, message) => {
    const { url } = await serve(server);
    const { text } = await ask(url, modern(method, params, { 'mcp-name': 'echo' }));
    expect(text).toContain(`"code":-32602,"message":${JSON.stringify(message)}`);
  });

  it.skipIf(!runsTypeScript)('over stdio, in both eras (needs a Node that runs TypeScript)', async () => {
    for (const era of ['2026', '2025']) {
      const raw = startRaw(echoCommand());
      onTestFinished(() => void raw.process.kill());
      if (era === '2025') for (const message of HANDSHAKE) raw.send(message);
      for (const [id, [method, params, message]] of MALFORMED.entries()) {
        raw.send(era === '2026' ? modernRequest(id, method, params) : { jsonrpc: '2.0', id, method, params });
        expect(await raw.answer(id)).toEqual({ jsonrpc: '2.0', id, error: { code: -32_602, message } });
      }
    }
  });
});

describe('over HTTP', () => {
  const echo = (text: unknown) => modern('tools/call', { name: 'echo', arguments: { text } });
  const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

  it('what is nested deeply is refused, and not an error of ours', async () => {
    const { url } = await serve(server);
    expect((await ask(url, echo(nested(400)))).text).toContain('text: must be a string');
    const deep = {
      ...echo(''),
      body: JSON.stringify(echo('').body).replace('""', '['.repeat(50_000) + ']'.repeat(50_000)),
    };
    expect(await ask(url, deep)).toMatchObject({
      status: 400,
      text: expect.stringContaining('at most 500 lists and objects inside one another'),
    });
  });

  it('what is nested deeply is refused also where it is packed, and its length says nothing', async () => {
    const { url } = await serve(server);
    const { headers, body } = echo('');
    const deep = JSON.stringify(body).replace('""', '['.repeat(50_000) + ']'.repeat(50_000));
    const packed = brotliCompressSync(deep);
    expect(packed.length).toBeLessThan(1_000);
    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-encoding': 'br' },
      body: packed,
    });
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining('at most 500 lists and objects inside one another'),
    ]);
  });

  it.each(['text', 5, true])('a request whose _meta is %j is no error of ours', async (_meta) => {
    const { url, entries } = await serve(server);
    const { headers, body } = echo('x');
    const params = { name: 'echo', arguments: { text: 'x' }, _meta };
    const { status } = await ask(url, { headers: headers ?? {}, body: { ...(body as object), params } });
    expect([status, JSON.stringify(entries)]).toEqual([400, expect.not.stringContaining('request failed')]);
  });

  it('a stream whose id is none is no error of ours, and takes no place', async () => {
    const { url, entries } = await serve(server);
    const { headers, body } = modern('subscriptions/listen', { notifications: {} });
    const odd = { ...(body as object), id: { toString: 1 } };
    const { status } = await ask(url, { headers: headers ?? {}, body: odd });
    expect([status, JSON.stringify(entries)]).toEqual([400, expect.not.stringContaining('request failed')]);
  });

  it('a request whose Host names somebody is no error of ours', async () => {
    const { url, entries } = await serve(server);
    const { status } = await ask(url, modern('tools/list', {}, { host: 'ann:secret@localhost' }));
    expect([status, JSON.stringify(entries)]).toEqual([200, expect.not.stringContaining('request failed')]);
  });

  it.each([
    ['host', 'localhost', 'evil.test'],
    ['authorization', 'Bearer one', 'Bearer two'],
  ])('a request has %s once: of two, not everybody would take the same', async (name, ...values) => {
    const { url } = await serve(server);
    const { headers, body } = modern('tools/list');
    const once = Object.entries({ host: new URL(url).host, ...headers }).filter(([it]) => it !== name);
    const lines = [...once, ...values.map((value) => [name, value])].flat();
    const outgoing = request(url, { method: 'POST', headers: lines, agent: false }).end(JSON.stringify(body));
    const [response] = (await onceOf(outgoing, 'response')) as [IncomingMessage];
    expect([response.statusCode, await text(response)]).toEqual([
      400,
      expect.stringContaining(`"message":"${name}: `),
    ]);
  });

  it('a request that names its whole address is for that host', async () => {
    const { url, origin } = await serve(server);
    const at = (target: string) => sendTo(origin, target, echo('in'));
    expect(await at(url)).toContain('"text":"in"');
    expect(await at('http://evil.test/mcp')).toMatch(/^HTTP\/1\.1 403 /);
    expect(await at('http://')).toMatch(/^HTTP\/1\.1 40[04] /);
  });

  /** Writes a request by hand: no client sends a whole address. */
  function sendTo(
    origin: string,
    target: string,
    { headers, body }: ReturnType<typeof modern>,
  ): Promise<string> {
    const { hostname, port, host } = new URL(origin);
    const text = JSON.stringify(body);
    const lines = Object.entries({
      host,
      ...headers,
      'content-length': Buffer.byteLength(text),
      connection: 'close',
    });
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          `POST ${target} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${text}`,
        );
      });
      let answer = '';
      socket.setEncoding('utf8').on('data', (piece: string) => {
        answer += piece;
      });
      socket.on('end', () => resolve(answer)).on('error', reject);
    });
  }
});
