import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { DpopSession } from '@modelcontextprotocol/client';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, type ServerContext } from '@modelcontextprotocol/server';
import express from 'express';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { callerFrom } from '../../src/http/request-caller.ts';
import { openRevocations } from '../../src/identity/revocation/open-revocations.ts';
import { type AnyServer, defineTool } from '../../src/index.ts';
import { createMcpServer } from '../../src/protocol/mcp-server.ts';
import { server } from '../fixture/echo-server.ts';
import { hostOf } from '../fixture/host.ts';
import { type Answer, type Ask, ask, modern, serve } from '../fixture/http.ts';
import { startIssuer } from '../fixture/issuer.ts';
import { at, keyFile } from '../fixture/key-file.ts';

let ran = 0;
beforeEach(() => {
  ran = 0;
});

/** A tool that each access has one of, and that counts how often it ran. */
const tools = (['read', 'write', 'destroy'] as const).map((access) =>
  defineTool({
    name: access,
    title: access,
    description: 'Counts its calls.',
    input: z.object({}),
    access,
    async run() {
      ran += 1;
      return 'ran';
    },
  }),
);
const counting = { ...server, tools } as AnyServer;

const call = (headers: Record<string, string> = {}, tool = 'read') =>
  modern('tools/call', { name: tool, arguments: {} }, headers);
const bearer = (token: string) => call({ authorization: `Bearer ${token}` });
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A server that takes tokens and keys, with a list of ended grants. */
async function guarded() {
  const issuer = await startIssuer();
  const { path, keys } = keyFile({ owner: 'ann', tenant: 'acme' }, { owner: 'bob', tenant: 'globex' });
  const ended = `${path}.ended`;
  const list = await openRevocations(ended, '', 'make');
  await list.end('a session');
  const options = ['--auth-issuer', issuer.url, '--api-keys', path, '--revocations', ended];
  const served = await serve(counting, options);
  const token = (claims: object = {}, header: object = {}) =>
    issuer.token({ aud: served.url, ...claims }, header);
  return { ...served, issuer, token, keys: keys.map(({ key }) => key) };
}
type Guarded = Awaited<ReturnType<typeof guarded>>;

/** The parts of a good token with another header, and a signature by what everybody knows. */
async function resigned({ token }: Guarded, alg: string, secret?: string): Promise<string> {
  const head = `${base64({ alg, kid: 'one', typ: 'at+jwt' })}.${(await token()).split('.')[1]}`;
  const hash = `sha${alg.slice(2)}`;
  return `${head}.${secret === undefined ? '' : createHmac(hash, secret).update(head).digest('base64url')}`;
}

async function replayedProof({ url, token }: Guarded): Promise<Answer> {
  const session = await DpopSession.create();
  const proof = () => session.buildProof({ htu: url, htm: 'POST', accessToken: bound });
  let bound = '';
  const header = JSON.parse(Buffer.from((await proof()).split('.')[0] ?? '', 'base64url').toString());
  bound = await token({ cnf: { jkt: await calculateJwkThumbprint(header.jwk as JWK) } });
  const headers = { authorization: `DPoP ${bound}`, dpop: await proof() };
  expect((await ask(url, call(headers))).status).toBe(200);
  ran = 0;
  return ask(url, call(headers));
}

const withToken =
  (claims: object, header: object = {}) =>
  async (it: Guarded) =>
    ask(it.url, bearer(await it.token(claims, header)));

const REFUSED: Readonly<Record<string, [number, (it: Guarded) => Promise<Answer>]>> = {
  'no credential': [401, ({ url }) => ask(url, call())],
  'a foreign audience': [401, withToken({ aud: 'https://other.test/mcp' })],
  'no audience': [401, withToken({ aud: undefined })],
  'a foreign issuer': [401, withToken({ iss: 'https://evil.test' })],
  'the algorithm none': [401, async (it) => ask(it.url, bearer(await resigned(it, 'none')))],
  'the algorithm HS256': [401, async (it) => ask(it.url, bearer(await resigned(it, 'HS256', 'public')))],
  'the algorithm HS512': [401, async (it) => ask(it.url, bearer(await resigned(it, 'HS512', 'public')))],
  'a token that has ended': [401, withToken({ exp: 1_000 })],
  'a token that has not begun': [401, withToken({ nbf: Math.floor(Date.now() / 1_000) + 600 })],
  'a token of another type': [401, withToken({}, { typ: 'logout+jwt' })],
  'an unknown key': [401, withToken({}, { kid: 'two' })],
  'a token in the address': [400, async (it) => ask(`${it.url}?access_token=${await it.token()}`, call())],
  'a proof that was used': [401, replayedProof],
  'a session that was ended': [401, withToken({ sid: 'a session' })],
  'a scope that is missing': [
    403,
    async (it) => ask(it.url, call({ authorization: `Bearer ${await it.token()}` }, 'destroy')),
  ],
  'a key under the name of another tenant’s': [
    401,
    ({ url, keys: [ann = '', bob = ''] }) =>
      ask(url, bearer(`ashlar_${ann.split('_')[1]}_${bob.split('_').slice(2).join('_')}`)),
  ],
  'the Host of a stranger': [
    403,
    async (it) => ask(it.url, stranger(await it.token(), { host: 'evil.test' })),
  ],
  'the Origin of a stranger': [
    403,
    async (it) => ask(it.url, stranger(await it.token(), { origin: 'https://evil.test' })),
  ],
  'a header that names another method': [
    400,
    async (it) => ask(it.url, stranger(await it.token(), { 'mcp-method': 'tools/list' })),
  ],
  'a header that names another tool': [
    400,
    async (it) => ask(it.url, stranger(await it.token(), { 'mcp-name': 'read2' })),
  ],
  'a header that names a tool of less access': [
    400,
    async (it) => {
      const token = await it.token({ scope: 'echo:destroy' });
      return ask(it.url, call({ authorization: `Bearer ${token}`, 'mcp-name': 'read' }, 'destroy'));
    },
  ],
  'a header that names another version': [
    400,
    async (it) => ask(it.url, stranger(await it.token(), { 'mcp-protocol-version': '2025-11-25' })),
  ],
};

function stranger(token: string, headers: Record<string, string>): Ask {
  return call({ authorization: `Bearer ${token}`, ...headers });
}

describe('over HTTP', () => {
  it('a good token and a good key run a tool', async () => {
    const it = await guarded();
    expect((await ask(it.url, bearer(await it.token()))).status).toBe(200);
    expect((await ask(it.url, bearer(it.keys[0] ?? ''))).status).toBe(200);
    expect(ran).toBe(2);
  });

  it.each(Object.entries(REFUSED))('%s is refused, and nothing runs', async (_, [status, attempt]) => {
    const answer = await attempt(await guarded());
    expect(answer.status, answer.text).toBe(status);
    expect(ran).toBe(0);
    // What a credential could mend says so in the words of RFC 6750.
    const byGate = JSON.parse(answer.text).error.code === -32_001;
    expect(byGate).toBe(answer.headers['www-authenticate'] !== undefined);
  });

  it('an unknown key is looked up once, not once a request', async () => {
    const { url, issuer, token } = await guarded();
    const looks = () => issuer.asked.filter((path) => path === '/keys').length;
    expect((await ask(url, bearer(await token()))).status).toBe(200);
    expect(looks()).toBe(1);
    const strange = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => ask(url, bearer(await token({}, { kid: `k${index}` })))),
    );
    expect(strange.map(({ status }) => status)).toEqual(Array(30).fill(401));
    expect(looks()).toBeLessThanOrEqual(2);
  });

  it.each(['0.0.0.0:0', '[::]:0'])('%s is not bound without authentication', async (address) => {
    const { serveHttp } = await import('../../src/http/serve-http.ts');
    const { path } = keyFile({ owner: 'ann', expiresAt: at(1e9) });
    await expect(serveHttp((await hostOf(counting)).host, address)).rejects.toThrow(/no authentication/);
    const keyed = await hostOf(counting, ['--api-keys', path]);
    await expect(serveHttp(keyed.host, address)).rejects.toThrow(/^--public-url/);
  });
});

describe('a tool that is mounted without the gate', () => {
  it.each(['read', 'write', 'destroy'])('does not run (%s), whatever the request carries', async (tool) => {
    const issuer = await startIssuer();
    const { host } = await hostOf(counting, ['--auth-issuer', issuer.url]);
    const callerOf = ({ http }: ServerContext) => callerFrom(http?.authInfo);
    const handler = createMcpHandler(({ era }) =>
      createMcpServer(host, { era, callerOf, transport: 'http', push: false }),
    );
    const node = toNodeHandler(handler);
    const bare = express()
      .post('/mcp', (request, response) => void node(request, response))
      .listen(0, '127.0.0.1');
    await new Promise((resolve) => bare.once('listening', resolve));
    onTestFinished(() => void bare.close().closeAllConnections());
    const url = `http://127.0.0.1:${(bare.address() as AddressInfo).port}/mcp`;
    const token = await issuer.token({ aud: url, scope: 'echo:destroy' });
    for (const headers of [{}, { authorization: `Bearer ${token}` }]) {
      const { status, text } = await ask(url, call(headers as Record<string, string>, tool));
      expect([status, text]).toEqual([200, expect.stringContaining('forbidden: The caller is not known.')]);
    }
    expect(ran).toBe(0);
  });
});
