import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import express from 'express';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FailureLimit } from '../../src/http/failure-limit.ts';
import { createGate } from '../../src/http/gate.ts';
import type { Authenticator } from '../../src/identity/authenticator.ts';
import { Refused } from '../../src/identity/refused.ts';
import { server } from '../fixture/echo-server.ts';
import { hostOf } from '../fixture/host.ts';
import { type Ask, ask, modern, serve } from '../fixture/http.ts';
import { startIssuer } from '../fixture/issuer.ts';
import { openSession } from '../fixture/session.ts';

const STARTED = 'http.server.request.start';
/** However slow the machine is. */
const until = (done: () => unknown) => vi.waitUntil(done, { timeout: 30_000 });

/** The answers to all requests of clients from now on, as a server of this process holds them. */
function answers(): ServerResponse[] {
  const all: ServerResponse[] = [];
  const started = (message: unknown) => {
    const { request: incoming, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (incoming.url === '/mcp') all.push(response);
  };
  subscribe(STARTED, started);
  onTestFinished(() => void unsubscribe(STARTED, started));
  return all;
}

/** A server that is told who its callers are when the test says so. */
async function waiting(...args: string[]) {
  let tell = () => {};
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  let aud = '';
  const issuer = await startIssuer(undefined, async (token) => {
    if (token === 'late') await told;
    return { active: true, aud, sub: 'ann', client_id: 'desk', scope: 'echo:destroy' };
  });
  const introspect = ['--auth-issuer', issuer.url, '--auth-introspect', '--auth-client-id', 'a'];
  const served = await serve(server, [...introspect, '--auth-client-secret', 'b', ...args]);
  aud = served.url;
  return { ...served, tell };
}

/** Sends a request and leaves, and waits until the server has noticed. */
async function leave(url: string, { method = 'POST', headers = {}, body }: Ask): Promise<void> {
  const started = answers();
  const outgoing = request(url, { method, headers, agent: false }).on('error', () => {});
  outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  await until(() => started[0]);
  const closed = once(started[0] as ServerResponse, 'close');
  outgoing.destroy();
  await closed;
}

describe('who leaves before anybody knows who it is', () => {
  const late = { authorization: 'Bearer late' };

  it.each([
    ['a request', modern('tools/list', {}, late)],
    ['a stream', modern('subscriptions/listen', { notifications: {} }, late)],
  ])('takes no place for ever, by %s', async (_, left) => {
    const { url, host, tell } = await waiting('--limit-concurrent', '1');
    for (let at = 0; at < 4; at++) await leave(url, left);
    tell();
    for (let at = 0; at < 4; at++) {
      expect((await ask(url, modern('tools/list', {}, late))).status).toBe(200);
    }
    await until(() => host.inFlight.count === 0);
  });

  it('takes none of a session', async () => {
    const { url, tell } = await waiting('--limit-concurrent', '1', '--sessions');
    const session = await openSession(url, { headers: { authorization: 'Bearer soon' } });
    for (let at = 0; at < 4; at++)
      await leave(url, { method: 'GET', headers: { ...session.headers, ...late } });
    tell();
    expect((await session.listen()).status).toBe(200);
  });
});

it('who leaves before their guess is refused has guessed all the same', async () => {
  const { host } = await hostOf(server);
  let tell = () => {};
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const identity = {
    sources: [],
    presented: () => ({ texts: ['a guess'], authorization: undefined, claims: [] }),
    async authenticate() {
      await told;
      throw new Refused('invalid_token', 'It is not valid.');
    },
  } as never as Authenticator;
  const failures = new FailureLimit(host, identity);
  const gate = createGate(host, { identity, metadataUrl: undefined, failures });
  const listening = express().post('/mcp', failures.check, gate.identify).listen(0, '127.0.0.1');
  onTestFinished(() => void listening.close());
  await once(listening, 'listening');
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/mcp`;
  const started = answers();
  const guesses = Array.from({ length: 60 }, () => request(url, { method: 'POST', agent: false }));
  for (const guess of guesses) guess.on('error', () => {}).end();
  await until(() => started.length === 60);
  const closed = started.map((response) => once(response, 'close'));
  for (const guess of guesses) guess.destroy();
  await Promise.all(closed);
  tell();
  expect((await ask(url)).status).toBe(429);
});

it('who leaves while what they sent is unpacked is not waited for', async () => {
  const { url, host } = await serve(server);
  const { headers, body } = modern('tools/list');
  const packed = gzipSync(JSON.stringify(body).padEnd(4_000_000));
  const started = answers();
  const { hostname, port } = new URL(url);
  const lines = { host: hostname, ...headers, 'content-encoding': 'gzip', 'content-length': packed.length };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect(Number(port), hostname).on('error', () => {});
  socket.write(`POST /mcp HTTP/1.1\r\n${head.join('')}\r\n`);
  socket.write(packed, () => socket.resetAndDestroy());
  await until(() => started[0]?.closed);
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-encoding': 'gzip' },
    body: packed,
  });
  expect(await answer.text()).toContain('"echo"');
  await until(() => host.inFlight.count === 0);
});
