import { DpopSession } from '@modelcontextprotocol/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { App } from '../fixture/app.ts';
import { ask, serve } from '../fixture/http.ts';
import { CIMD, startProvider } from '../fixture/provider.ts';
import { callerIn, whoamiCall, whoamiServer } from '../fixture/whoami-server.ts';

const INTROSPECT = [
  '--auth-introspect',
  '--auth-client-id',
  'echo-server',
  '--auth-client-secret',
  'server-secret',
];

/** A server that trusts a real provider, and the provider that issues tokens for it. */
async function trusting(format: 'jwt' | 'opaque' = 'jwt', args: readonly string[] = []) {
  let resource = '';
  const { issuer } = await startProvider(() => resource, format);
  const served = await serve(whoamiServer, ['--auth-issuer', issuer, ...args]);
  resource = served.url;
  return { ...served, issuer };
}

const post = (url: string, client: string, form: Record<string, string>, headers = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(client).toString('base64')}`, ...headers },
    body: new URLSearchParams(form),
  });

/** A token that a machine got for itself. */
async function machineToken({ url, issuer }: { url: string; issuer: string }, headers = {}): Promise<string> {
  const form = { grant_type: 'client_credentials', scope: 'echo:read', resource: url };
  const response = await post(`${issuer}/token`, 'desk:desk-secret', form, headers);
  return ((await response.json()) as { access_token: string }).access_token;
}

const textOf = ({ content }: { content: unknown }) => (content as { text: string }[])[0]?.text ?? '';

afterEach(() => vi.useRealTimers());

describe.each([
  ['that is registered', () => new App({ client_id: 'app' }), 'app'],
  ['that is the document at its id', () => new App(undefined, { document: CIMD }), CIMD],
])('an app %s', (_, make, clientId) => {
  it.each([
    ['JWTs', 'jwt', []],
    ['opaque tokens', 'opaque', INTROSPECT],
  ] as const)('gets its person in, with a code, PKCE and %s for this server', async (_, format, args) => {
    const { url } = await trusting(format, args);
    const app = make();
    const client = await app.connect(url);
    expect(Object.fromEntries(app.authorizationUrl?.searchParams ?? [])).toMatchObject({
      ...{ client_id: clientId, response_type: 'code', code_challenge_method: 'S256' },
      ...{ resource: url, scope: 'echo:read' },
    });
    expect(app.tokens?.access_token.split('.')).toHaveLength(format === 'jwt' ? 3 : 1);
    const said = textOf(await client.callTool({ name: 'whoami', arguments: {} }));
    expect(JSON.parse(said)).toEqual({
      ...{ subject: 'ann', tenant: 'acme', client: clientId, scopes: ['echo:read'], via: 'token' },
    });
  });
});

describe.each([
  ['JWT', 'jwt', []],
  ['opaque token', 'opaque', INTROSPECT],
] as const)('a %s', (_, format, args) => {
  it('that is bound to the key of its app is sent with a new proof each time', async () => {
    const { url } = await trusting(format, args);
    const app = new App({ client_id: 'app' }, { dpop: await DpopSession.create() });
    const client = await app.connect(url);
    expect(app.tokens?.token_type).toBe('DPoP');
    for (let i = 0; i < 3; i++) {
      const said = textOf(await client.callTool({ name: 'whoami', arguments: {} }));
      expect(JSON.parse(said)).toMatchObject({ subject: 'ann', client: 'app' });
    }
    const stolen = whoamiCall(`Bearer ${app.tokens?.access_token}`);
    expect((await ask(url, stolen)).status).toBe(401);
  });

  it('that the same provider issued for another server is refused', async () => {
    const urls: string[] = [];
    const { issuer } = await startProvider(() => urls, format);
    for (let i = 0; i < 2; i++) {
      urls.push((await serve(whoamiServer, ['--auth-issuer', issuer, ...args])).url);
    }
    const [one = '', two = ''] = urls;
    const authorization = `Bearer ${await machineToken({ url: one, issuer })}`;
    expect((await ask(one, whoamiCall(authorization))).status).toBe(200);
    expect((await ask(two, whoamiCall(authorization))).status).toBe(401);
  });
});

describe('an opaque token of a real provider', () => {
  it('of a machine has its client for a subject', async () => {
    const served = await trusting('opaque', INTROSPECT);
    const { status, text } = await ask(served.url, whoamiCall(`Bearer ${await machineToken(served)}`));
    expect([status, callerIn(text)]).toMatchObject([200, { subject: 'client:desk', client: 'desk' }]);
  });

  it('that was revoked there is refused here once the answer about it has lapsed', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const served = await trusting('opaque', INTROSPECT);
    const token = await machineToken(served);
    const status = async () => (await ask(served.url, whoamiCall(`Bearer ${token}`))).status;
    expect(await status()).toBe(200);
    expect((await post(`${served.issuer}/token/revocation`, 'desk:desk-secret', { token })).status).toBe(200);
    vi.setSystemTime(Date.now() + 29_000);
    expect(await status()).toBe(200);
    vi.setSystemTime(Date.now() + 2_000);
    expect(await status()).toBe(401);
  });

  it('that is bound to a key is good with a proof, and each proof once', async () => {
    const served = await trusting('opaque', INTROSPECT);
    const session = await DpopSession.create();
    const token = await machineToken(served, {
      dpop: await session.buildProof({ htu: `${served.issuer}/token`, htm: 'POST' }),
    });
    const dpop = await session.buildProof({ htu: served.url, htm: 'POST', accessToken: token });
    const status = async (scheme: string, headers = {}) =>
      (await ask(served.url, whoamiCall(`${scheme} ${token}`, headers))).status;
    expect(await status('Bearer')).toBe(401);
    expect(await status('DPoP')).toBe(401);
    expect(await status('DPoP', { dpop })).toBe(200);
    expect(await status('DPoP', { dpop })).toBe(401);
  });

  it('is refused where this server is not one that the provider tells', async () => {
    const strange = ['--auth-introspect', '--auth-client-id', 'desk', '--auth-client-secret', 'desk-secret'];
    const served = await trusting('opaque', strange);
    expect((await ask(served.url, whoamiCall(`Bearer ${await machineToken(served)}`))).status).toBe(401);
    const wrong = ['--auth-introspect', '--auth-client-id', 'desk', '--auth-client-secret', 'wrong'];
    const other = await trusting('opaque', wrong);
    expect((await ask(other.url, whoamiCall(`Bearer ${await machineToken(other)}`))).status).toBe(503);
  });
});
