import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { serveHttp } from '../../src/http/serve-http.ts';
import { openRevocations } from '../../src/identity/revocation/open-revocations.ts';
import { defineSource } from '../../src/identity/source.ts';
import { SOURCES } from '../../src/identity/sources.ts';
import { type AnyServer, defineTool } from '../../src/index.ts';
import { linesIn } from '../fixture/audit.ts';
import { seen, thumbprintOf } from '../fixture/certificate-source.ts';
import { hostOf } from '../fixture/host.ts';
import { ask, modern, serve } from '../fixture/http.ts';
import { startIssuer } from '../fixture/issuer.ts';
import { keyFile, testFolder } from '../fixture/key-file.ts';
import { callerIn, whoamiCall, whoamiServer } from '../fixture/whoami-server.ts';

/** The one line that a third source takes. */
vi.mock('../../src/identity/sources.ts', async (original) => {
  const { SOURCES: known } = await original<typeof import('../../src/identity/sources.ts')>();
  const { certificates } = await import('../fixture/certificate-source.ts');
  return { SOURCES: [...known, certificates] };
});

const ANN = ':QW5u:';
const BOB = ':Qm9i:';
const STRANGER = ':Y2Fy:';

beforeEach(() => {
  seen.verified = 0;
  seen.closed = 0;
});

/** A file that knows the certificates of Ann and Bob. */
function certificateFile(): string {
  const path = join(testFolder(), 'certificates.json');
  const callers = {
    [thumbprintOf(ANN)]: { subject: 'ann', scopes: ['echo:read'] },
    [thumbprintOf(BOB)]: { subject: 'bob', scopes: ['echo:destroy', 'echo:metrics'] },
  };
  writeFileSync(path, JSON.stringify(callers));
  return path;
}

/** A server that knows these, and calls of it as who has one. */
async function served(...args: string[]) {
  const path = certificateFile();
  const it = await serve(whoamiServer, ['--client-certs', path, '--client-cert-tenant', 'acme', ...args]);
  const call = (certificate: string, headers: Record<string, string> = {}) =>
    ask(it.url, whoamiCall(undefined, { 'client-cert': certificate, ...headers }));
  return { ...it, call };
}

describe('a source of identity that was added to the list', () => {
  it('lets in whom it knows, by its own name', async () => {
    const { call, stop } = await served();
    const { status, text } = await call(ANN);
    expect(status).toBe(200);
    expect(callerIn(text)).toEqual({
      ...{ subject: 'ann', tenant: 'acme', scopes: ['echo:read'], via: 'certificate' },
    });
    await stop();
    expect(seen.closed).toBe(1);
  });

  it('refuses everybody else, and asks for what it takes', async () => {
    const { call, url } = await served();
    const refused = await call(STRANGER);
    expect(refused.status).toBe(401);
    expect(refused.headers['www-authenticate']).toBe(
      'Certificate error="invalid_token", error_description="The certificate is not known here.", scope="echo:read"',
    );
    const none = await ask(url, whoamiCall());
    expect([none.status, none.headers['www-authenticate']]).toEqual([401, 'Certificate scope="echo:read"']);
    expect(seen.verified).toBe(1);
  });

  it('has one caller for all calls with a credential, so that what is worked out for it can be kept', async () => {
    const callers = new Set<unknown>();
    const remember = defineTool({
      ...{ name: 'me', title: 'Me', description: 'Remembers its callers.', input: z.object({}) },
      access: 'read',
      run: async (_input, { caller }) => String(callers.add(caller).size),
    });
    const args = ['--client-certs', certificateFile()];
    const { url } = await serve({ ...whoamiServer, tools: [remember] } as AnyServer, args);
    const call = modern('tools/call', { name: 'me', arguments: {} }, { 'client-cert': ANN });
    for (let at = 0; at < 3; at++) expect((await ask(url, call)).status).toBe(200);
    expect(callers.size).toBe(1);
  });

  it('asks for scopes like any other', async () => {
    const { url, origin } = await served();
    const params = { name: 'remember', arguments: { name: 'a', text: 'b' } };
    const status = async (certificate: string) =>
      (await ask(url, modern('tools/call', params, { 'client-cert': certificate }))).status;
    expect([await status(ANN), await status(BOB)]).toEqual([403, 200]);
    const metrics = await ask(`${origin}/metrics`, { method: 'GET', headers: { 'client-cert': BOB } });
    expect(metrics.text).toContain('via="certificate"');
  });

  it.each([STRANGER, ':odd:'])('stops an address that guesses, such as %s', async (guess) => {
    const { call } = await served();
    expect((await call(ANN)).status).toBe(200);
    for (let at = 0; at < 60; at++)
      expect((await call(`${guess}${at}`)).status).toBe(guess === STRANGER ? 401 : 400);
    expect((await call(`${guess}60`)).status).toBe(429);
    // Nobody looks at one that is not known yet; one that was good lately goes on.
    expect((await call(BOB)).status).toBe(429);
    expect((await call(ANN)).status).toBe(200);
    expect(seen.verified).toBe(62);
  });

  it('does not take it for a guess that it cannot tell now', async () => {
    const { call } = await served();
    for (let at = 0; at < 70; at++) expect((await call(':gone:')).status).toBe(503);
    expect((await call(ANN)).status).toBe(200);
  });

  it('does not take a request without a credential for a guess', async () => {
    const { call, url } = await served();
    for (let at = 0; at < 70; at++) expect((await ask(url, whoamiCall())).status).toBe(401);
    expect((await call(ANN)).status).toBe(200);
  });

  it.each([
    ['subject', 'ann'],
    ['certificate', thumbprintOf(ANN)],
  ])('has its callers revoked by their %s', async (_, id) => {
    const ended = join(testFolder(), 'ended');
    const list = await openRevocations(ended, '', 'make');
    await list.end('nobody');
    const { call } = await served('--revocations', ended);
    expect((await call(ANN)).status).toBe(200);
    await list.end(id);
    expect([(await call(ANN)).status, (await call(BOB)).status]).toEqual([401, 200]);
  });

  it('is named in the audit', async () => {
    const file = join(testFolder(), 'audit.jsonl');
    const { call, stop } = await served('--audit', file);
    await call(ANN);
    await call(STRANGER);
    await stop();
    const lines = linesIn(file);
    expect(lines).toContainEqual(
      expect.objectContaining({
        type: 'call',
        caller: expect.objectContaining({ subject: 'ann', tenant: 'acme', via: 'certificate' }),
      }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ kind: 'auth', name: 'refused' }));
    expect(JSON.stringify(lines)).not.toContain(STRANGER);
  });
});

describe('beside other sources', () => {
  /** A server with all three, and a credential of each that is good alone. */
  async function all() {
    const issuer = await startIssuer();
    const { path, keys } = keyFile({ owner: 'bob' });
    const it = await served(
      ...['--auth-issuer', issuer.url, '--api-keys', path, '--auth-introspect'],
      ...['--auth-client-id', 'rs', '--auth-client-secret', 'secret'],
    );
    const credentials = {
      token: { authorization: `Bearer ${await issuer.token({ aud: it.url })}` },
      key: { authorization: `Bearer ${keys[0]?.key}` },
      certificate: { 'client-cert': ANN },
    };
    const send = (headers: Record<string, string>) => ask(it.url, whoamiCall(undefined, headers));
    return { ...it, issuer, credentials, send };
  }

  it('each knows its own, and is challenged for by its scheme', async () => {
    const { credentials, send } = await all();
    for (const [via, headers] of Object.entries(credentials)) {
      expect(callerIn((await send(headers)).text)).toMatchObject({ via });
    }
    const { status, headers } = await send({});
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toMatch(
      /^Bearer scope="echo:read", resource_metadata="[^"]+", Certificate scope="echo:read"$/,
    );
    // Who came with a credential is asked for a better one of its kind.
    const asked = async (wrong: Record<string, string>) => (await send(wrong)).headers['www-authenticate'];
    expect(await asked({ 'client-cert': STRANGER })).toMatch(
      /^Certificate error="invalid_token", (?!.*Bearer)/,
    );
    expect(await asked({ authorization: 'Bearer opaque' })).toMatch(
      /^Bearer error="invalid_token", .*resource_metadata="[^"]+"$/,
    );
  });

  it.each(['token', 'key'] as const)('two credentials are refused, although a %s is good', async (other) => {
    const { credentials, send } = await all();
    const { status, text } = await send({ ...credentials[other], ...credentials.certificate });
    expect([status, text]).toEqual([400, expect.stringContaining('one credential')]);
    for (const authorization of ['Nonsense', 'Basic dXNlcjpwYXNz', 'Bearer a b']) {
      expect((await send({ authorization, ...credentials.certificate })).status).toBe(400);
    }
    expect(seen.verified).toBe(0);
  });

  it('a key that is refused is shown to nobody else', async () => {
    const { issuer, credentials, send } = await all();
    for (const scheme of ['Bearer', 'DPoP']) {
      const wrong = credentials.key.authorization.replace('Bearer', scheme);
      expect((await send({ authorization: `${wrong}x` })).status).toBe(401);
    }
    expect(
      (await send({ authorization: credentials.key.authorization.replace('Bearer', 'DPoP') })).status,
    ).toBe(401);
    expect(issuer.asked).toEqual([]);
    await send({ authorization: 'Bearer opaque' });
    expect(issuer.asked).toContain('/introspect');
  });

  it('a credential in the address is refused beside one of any kind', async () => {
    const { url } = await served();
    for (const name of ['access_token', 'access%5Ftoken']) {
      const call = whoamiCall(undefined, { 'client-cert': ANN });
      expect((await ask(`${url}?${name}=x`, call)).status).toBe(400);
    }
    expect(seen.verified).toBe(0);
  });

  it('what is for a source that is not turned on is refused, and counts as a guess', async () => {
    const { url } = await served();
    const call = whoamiCall('Bearer aaaa');
    for (let at = 0; at < 60; at++) expect((await ask(url, call)).status).toBe(401);
    expect((await ask(url, call)).status).toBe(429);
  });
});

describe('a server that starts', () => {
  it('is not bound to a public address without any source, and with this one is', async () => {
    const start = async (...args: string[]) =>
      serveHttp((await hostOf(whoamiServer, args)).host, '0.0.0.0:0');
    await expect(start()).rejects.toThrow(
      /add --auth-issuer or --api-keys( or --[a-z-]+)* or --client-certs\.$/,
    );
    await expect(start('--client-certs', certificateFile())).rejects.toThrow(/^--public-url: is needed/);
  });

  it.each([
    [['--client-cert-tenant', 'acme'], /^--client-cert-tenant: needs --client-certs beside it\.$/],
    [['--auth-audience', 'api://echo'], /^--auth-audience: needs --auth-issuer beside it\.$/],
    [
      ['--revocations', 'file'],
      /^--revocations: needs --auth-issuer or --api-keys( or --[a-z-]+)* or --client-certs beside it\.$/,
    ],
  ])('refuses %j, which would do nothing', async (args, message) => {
    await expect(serve(whoamiServer, args)).rejects.toThrow(message);
  });

  it('closes the sources that were open when another one cannot be', async () => {
    await expect(served('--revocations', '/no/such/file')).rejects.toThrow(/^--revocations/);
    expect(seen.closed).toBe(1);
  });
});

describe('the list', () => {
  it('has each name and each option once', () => {
    const vias = SOURCES.map(({ via }) => via);
    const options = SOURCES.flatMap((source) => Object.keys(source.options));
    expect(vias).toEqual([...new Set(vias)]);
    expect(vias).toEqual(expect.arrayContaining(['token', 'key', 'certificate']));
    expect(options).toEqual([...new Set(options)]);
    for (const { on, options: own } of SOURCES) expect(own[on]?.safeParse(undefined).data).toBeUndefined();
  });

  it.each(['stdio', 'open'])('holds none whose callers would need no scopes (%s)', (via) => {
    const source = { via, scheme: 'X', options: { x: z.string().optional() }, on: 'x' as const };
    expect(() => defineSource({ ...source, open: () => ({}) as never })).toThrow(TypeError);
  });
});
