import { setTimeout as wait } from 'node:timers/promises';
import { DpopSession } from '@modelcontextprotocol/client';
import { calculateJwkThumbprint, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { connectHttp } from '../../src/testing/index.ts';
import { keysFor } from '../fixture/api-key.ts';
import { server } from '../fixture/echo-server.ts';
import { ask, modern, serve } from '../fixture/http.ts';
import { startIssuer } from '../fixture/issuer.ts';
import { echoCommand } from '../fixture/programs.ts';
import { start } from '../fixture/raw.ts';
import { hasRedis, TestRedis } from '../fixture/redis.ts';

const PUBLIC = 'https://mcp.example.test/mcp';

const ready = async (origin: string) => {
  const { status, text } = await ask(`${origin}/readyz`, { method: 'GET' });
  return { status, ...JSON.parse(text) };
};

/** Two instances of a server, as they stand behind a load balancer. */
async function instances(...args: string[]) {
  const redis = await TestRedis.start();
  const both = ['--state', redis.url, '--public-url', PUBLIC, ...args];
  return { redis, one: await serve(server, both), two: await serve(server, both) };
}

describe.skipIf(!hasRedis)('two instances that share their state (needs redis-server)', () => {
  it('count the calls of a caller together, whoever takes them', async () => {
    const { path, authorization } = keysFor({ owner: 'ann' }, { owner: 'bob' });
    const { one, two } = await instances('--api-keys', path, '--limit', 'echo=10/min');
    const clients = await Promise.all(
      [one, two, one, two].map(({ url }, at) =>
        connectHttp('v2', url, { headers: { authorization: authorization[at < 2 ? 0 : 1] ?? '' } }),
      ),
    );
    const ran = async (who: typeof clients) => {
      const calls = Array.from({ length: 20 }, (_, at) => who[at % 2]?.call('echo', { text: 'x' }));
      return (await Promise.all(calls)).filter((result) => result?.isError !== true).length;
    };
    expect(await ran(clients.slice(0, 2))).toBe(10);
    expect(await ran(clients.slice(2))).toBe(10);
    await Promise.all(clients.map((client) => client.close()));
  });

  it('take a proof once, whoever takes it', async () => {
    const issuer = await startIssuer();
    const { one, two } = await instances('--auth-issuer', issuer.url);
    const session = await DpopSession.create();
    const first = await session.buildProof({ htu: PUBLIC, htm: 'POST' });
    const { jwk } = decodeProtectedHeader(first);
    const jkt = await calculateJwkThumbprint(jwk as never);
    const token = await issuer.token({ aud: PUBLIC, cnf: { jkt } });
    const send = async (to: typeof one, dpop: string) => {
      const headers = { authorization: `DPoP ${token}`, dpop };
      return (await ask(to.url, modern('tools/call', { name: 'echo', arguments: { text: 'x' } }, headers)))
        .status;
    };
    const proof = () => session.buildProof({ htu: PUBLIC, htm: 'POST', accessToken: token });
    const shared = await proof();
    expect(await send(one, shared)).toBe(200);
    expect(await send(two, shared)).toBe(401);
    const raced = await proof();
    const statuses = await Promise.all(
      Array.from({ length: 10 }, (_, at) => send(at % 2 ? one : two, raced)),
    );
    expect(statuses.toSorted()).toEqual([200, ...Array(9).fill(401)]);
    expect(await send(two, await proof())).toBe(200);
  });

  it('refuse what they cannot check while the store is away, say so, and come back by themselves', async () => {
    const { redis, one } = await instances('--limit', '100/min');
    expect(await ready(one.origin)).toEqual({ status: 'ready' });
    await redis.stop();
    while ((await ready(one.origin)).status !== 'unavailable') await wait(5);
    const probe = await ask(`${one.origin}/readyz`, { method: 'GET' });
    expect([probe.status, JSON.parse(probe.text)]).toEqual([503, { status: 'unavailable', reason: 'state' }]);
    expect((await ask(`${one.origin}/healthz`, { method: 'GET' })).status).toBe(200);
    const client = await connectHttp('v2', one.url);
    expect(await client.call('echo', { text: 'x' })).toMatchObject({
      isError: true,
      content: [
        {
          text: 'unavailable: This server cannot reach the store that its instances share. Try again in 1 s.',
        },
      ],
      _meta: { 'dev.ashlar/error': { code: 'unavailable', retryable: true, retryAfterMs: 1_000 } },
    });
    await redis.start();
    while ((await ready(one.origin)).status !== 'ready') await wait(20);
    expect(await client.text('echo', { text: 'x' })).toBe('x');
    await client.close();
  });

  it('let in nobody whose proof they cannot check', async () => {
    const issuer = await startIssuer();
    const { redis, one } = await instances('--auth-issuer', issuer.url);
    const session = await DpopSession.create();
    const { jwk } = decodeProtectedHeader(await session.buildProof({ htu: PUBLIC, htm: 'POST' }));
    const token = await issuer.token({
      aud: PUBLIC,
      cnf: { jkt: await calculateJwkThumbprint(jwk as never) },
    });
    await redis.stop();
    const dpop = await session.buildProof({ htu: PUBLIC, htm: 'POST', accessToken: token });
    const answer = await ask(one.url, modern('tools/list', {}, { authorization: `DPoP ${token}`, dpop }));
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
  });

  it('end with a sentence where they cannot serve, though the store is connected', async () => {
    const { redis, one } = await instances();
    const taken = new URL(one.url).host;
    const program = start(echoCommand(['--state', redis.url, '--http', taken]));
    expect(await program.exited).toEqual({ code: 2, signal: null });
    expect(program.stderr()).toContain(`--http: ${taken} is in use`);
  });
});
