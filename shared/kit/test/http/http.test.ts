import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CLIENTS, connectHttp } from '../../src/testing/index.ts';
import { server } from '../fixture/echo-server.ts';
import { type Answer, ask, modern, serve } from '../fixture/http.ts';
import { misbehaving } from '../fixture/misbehaving-server.ts';

const echo = (text: string) => modern('tools/call', { name: 'echo', arguments: { text } });

/** Every refusal is JSON-RPC, and tells nothing of the machine. */
function expectRefusal(answer: Answer, status: number, code: number): void {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers['content-type']).toMatch(/^application\/json/);
  expect(JSON.parse(answer.text)).toMatchObject({
    jsonrpc: '2.0',
    error: { code, message: expect.any(String) },
  });
  expect(answer.text).not.toMatch(/<html|node_modules|\.ts\b|\.js\b|\n\s+at /);
}

describe.each(CLIENTS)('the %s client', (kind) => {
  it('calls tools, also many at once and one that says how far it is', async () => {
    const { url } = await serve(server);
    const client = await connectHttp(kind, url);
    expect(await client.text('echo', { text: 'a' })).toBe('a');
    const texts = Array.from({ length: 20 }, (_, index) => `t${index}`);
    expect(await Promise.all(texts.map((text) => client.text('echo', { text })))).toEqual(texts);
    const steps: unknown[] = [];
    const options = { onprogress: (step: { progress: number }) => steps.push(step.progress) };
    expect((await client.call('pause', { ms: 30 }, options as never)).isError).toBeUndefined();
    expect(steps).toEqual([1, 2, 3]);
    await client.close();
  });

  it('shares the state of the server with every other', async () => {
    const { url } = await serve(server);
    const [one, other] = [await connectHttp(kind, url), await connectHttp('v2', url)];
    await one.call('remember', { name: 'shared', text: 'x' });
    expect(await other.sdk.readResource({ uri: 'echo://note/shared' })).toMatchObject({
      contents: [{ text: 'x' }],
    });
    await Promise.all([one.close(), other.close()]);
  });
});

describe('what is not a POST of JSON to /mcp', () => {
  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('%s is not allowed, and is told what is', async (method) => {
    const { url } = await serve(server);
    const answer = await ask(url, { method, headers: { accept: 'text/event-stream' } });
    expectRefusal(answer, 405, -32_000);
    expect(answer.headers.allow).toBe('POST');
  });

  it.each(['/', '/mcp/x', '/%', '/mcp%2f..', '/favicon.ico'])('%s is not found', async (path) => {
    const { origin } = await serve(server);
    expectRefusal(await ask(origin + path, echo('x')), 404, -32_000);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'a body of type %j is not supported',
    async (type) => {
      const { url } = await serve(server);
      const { body, headers } = echo('x');
      expectRefusal(await ask(url, { body, headers: { ...headers, 'content-type': type } }), 415, -32_000);
    },
  );

  it('a body in an unknown encoding or character set is not supported', async () => {
    const { url } = await serve(server);
    const { body, headers } = echo('x');
    const odd = [{ 'content-encoding': 'snappy' }, { 'content-type': 'application/json; charset=klingon' }];
    for (const change of odd) {
      expectRefusal(await ask(url, { body, headers: { ...headers, ...change } as never }), 415, -32_600);
    }
  });

  it.each(['{"bad', '"text"', 'null', '\u0000'])('the body %j is a parse error', async (body) => {
    const { url } = await serve(server);
    expectRefusal(await ask(url, { ...echo('x'), body }), 400, -32_700);
  });
});

describe('the size of a body', () => {
  it('is at most 4 MiB', async () => {
    const { url } = await serve(server);
    const fits = await ask(url, echo('x'.repeat(4 * 1024 * 1024 - 1_000)));
    expect(fits.status).toBe(200);
    expectRefusal(await ask(url, echo('x'.repeat(4 * 1024 * 1024))), 413, -32_000);
  });

  it('is that of what was packed, not of the package', async () => {
    const { url } = await serve(server);
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024, ' '));
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...echo('x').headers, 'content-encoding': 'gzip' },
      body: bomb,
    });
    expect(response.status).toBe(413);
  });
});

describe('a message', () => {
  it('is refused where its headers disagree with it', async () => {
    const { url } = await serve(server);
    const call = { name: 'echo', arguments: { text: 'x' } };
    for (const headers of [{ 'mcp-method': 'tools/list' }, { 'mcp-name': 'forget' }]) {
      expectRefusal(await ask(url, modern('tools/call', call, headers)), 400, -32_020);
    }
    const { 'mcp-method': _, ...without } = echo('x').headers ?? {};
    expectRefusal(await ask(url, { ...echo('x'), headers: without }), 400, -32_020);
  });

  it('of an unknown version is told the known ones', async () => {
    const { url } = await serve(server);
    const { body, headers } = echo('x');
    const text = JSON.stringify(body).replaceAll('2026-07-28', '2099-01-01');
    const answer = await ask(url, {
      body: text,
      headers: { ...headers, 'mcp-protocol-version': '2099-01-01' },
    });
    expectRefusal(answer, 400, -32_022);
    expect(answer.text).toContain('2026-07-28');
  });

  it('of an unknown method is told so', async () => {
    const { url } = await serve(server);
    expectRefusal(await ask(url, modern('no/such')), 404, -32_601);
  });

  it('that fails inside says an id and nothing else', async () => {
    const { url } = await serve(misbehaving);
    const answer = await ask(url, modern('tools/call', { name: 'throw_error', arguments: {} }));
    expect(answer.text).toMatch(/Internal error [\da-f]{12}/);
    expect(answer.text).not.toMatch(/secret\/place|\n\s+at |node_modules/);
  });
});

describe('a probe of a load balancer', () => {
  it.each([
    ['/healthz', 'ok'],
    ['/readyz', 'ready'],
  ])('%s answers whatever the Host, and tells nothing else', async (path, status) => {
    const { origin } = await serve(server);
    const answer = await ask(origin + path, { method: 'GET', headers: { host: '10.0.0.7:8080' } });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { status }]);
    expect(answer.headers).not.toHaveProperty('x-powered-by');
  });
});
