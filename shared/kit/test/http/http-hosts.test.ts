import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serveHttp } from '../../src/http/serve-http.ts';
import { OptionError } from '../../src/index.ts';
import { freePort } from '../../src/testing/servers/free-port.ts';
import { server } from '../fixture/echo-server.ts';
import { hostOf } from '../fixture/host.ts';
import { ask, modern, serve } from '../fixture/http.ts';

async function statusOf(headers: Record<string, string>, args: string[] = []): Promise<number> {
  const { url } = await serve(server, args);
  const { status, text } = await ask(url, modern('tools/list', {}, headers));
  if (status !== 200) expect(JSON.parse(text)).toMatchObject({ jsonrpc: '2.0', error: { code: -32_000 } });
  return status;
}

describe('the Host of a request', () => {
  it.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST:3000', '127.0.0.1:9'])('may be %s', async (host) => {
    expect(await statusOf({ host })).toBe(200);
  });

  it.each([
    'evil.test',
    'localhost.evil.test',
    '127.0.0.1.nip.io',
    '0.0.0.0',
    'localhost@evil.test',
    '[::2]',
  ])('may not be %j: a page whose name was rebound to this machine would say that', async (host) => {
    expect(await statusOf({ host })).toBe(403);
  });

  it('may be one that was allowed, whatever its case', async () => {
    const args = ['--allowed-hosts', 'mcp.example.test,Other.Example.Test'];
    expect(await statusOf({ host: 'mcp.example.test:8443' }, args)).toBe(200);
    expect(await statusOf({ host: 'other.example.test' }, args)).toBe(200);
    expect(await statusOf({ host: 'sub.mcp.example.test' }, args)).toBe(403);
  });
});

describe('the Origin of a request', () => {
  it.each(['http://localhost:5173', 'https://127.0.0.1', 'http://[::1]:1'])('may be %s', async (origin) => {
    expect(await statusOf({ origin })).toBe(200);
  });

  it.each([
    'https://evil.test',
    'null',
    'http://localhost.evil.test',
    'file://',
    'nonsense',
    'evil://localhost.x',
  ])('may not be %j', async (origin) => {
    expect(await statusOf({ origin })).toBe(403);
  });

  it('may be one that was allowed', async () => {
    expect(await statusOf({ origin: 'https://app.example.test' }, ['--allowed-hosts=app.example.test'])).toBe(
      200,
    );
  });

  it('is looked at before anything else of the request', async () => {
    const { url } = await serve(server);
    for (const method of ['GET', 'POST', 'DELETE']) {
      const headers = { origin: 'https://evil.test', 'content-type': 'application/json' };
      expect((await ask(url, { method, headers, body: '{"bad' })).status).toBe(403);
    }
  });
});

describe('the address', () => {
  const start = async (address: string) => serveHttp((await hostOf(server)).host, address);

  it.each(['0.0.0.0:0', '[::]:0', '192.168.1.7:0', 'example.test:0', '127.0.0.1.example.test:0'])(
    '%s is refused, with what would be safe: nothing asks who is calling',
    async (address) => {
      await expect(start(address)).rejects.toThrow(OptionError);
      await expect(start(address)).rejects.toThrow(
        /^--http: \S+ is reachable .* bind to 127\.0\.0\.1, or add --auth-issuer or --api-keys( or --[a-z-]+)*\.$/,
      );
    },
  );

  it.each(['0', 'localhost:0', 'LocalHost:0', '127.0.0.1:0'])('%s is served', async (address) => {
    const serving = await start(address);
    onTestFinished(() => serving.stop(0));
    const { status } = await ask(serving.url, modern('tools/list'));
    expect(status).toBe(200);
  });

  it('is answered from the moment that it is listened on, also where sessions are kept', async () => {
    const port = await freePort();
    const { host } = await hostOf(server, ['--sessions']);
    const starting = serveHttp(host, `127.0.0.1:${port}`);
    onTestFinished(async () => (await starting).stop(0));
    const look = () => ask(`http://127.0.0.1:${port}/healthz`, { method: 'GET' }).catch(() => undefined);
    let answer = await look();
    while (answer === undefined) answer = await look();
    expect(answer.status).toBe(200);
  });

  it('in use is said in one sentence', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(start(`${port}`)).rejects.toThrow(
      new OptionError(`--http: 127.0.0.1:${port} is in use; choose another port, or 0 for any free one.`),
    );
  });
});
