import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ask, serve } from '../fixture/http.ts';
import { startIssuer } from '../fixture/issuer.ts';
import { callerIn, whoamiCall, whoamiServer } from '../fixture/whoami-server.ts';

const SECRET = 'a secret: with +%';
const seconds = () => Math.floor(Date.now() / 1_000);

type Says = (url: string, token: string) => unknown;

/** A server that asks its issuer about tokens, and an issuer that says of them what a test wants. */
async function introspecting(says: Says, change?: Parameters<typeof startIssuer>[0]) {
  const credentials: string[] = [];
  let url = '';
  const issuer = await startIssuer(change, (token, authorization) => {
    credentials.push(authorization);
    return says(url, token);
  });
  const args = ['--auth-issuer', issuer.url, '--auth-introspect', '--auth-client-id', 'rs:1'];
  const served = await serve(whoamiServer, [...args, '--auth-client-secret', SECRET]);
  url = served.url;
  const call = (token = 'opaque') => ask(served.url, whoamiCall(`Bearer ${token}`));
  const times = () => issuer.asked.filter((path) => path === '/introspect').length;
  return { ...served, issuer, call, times, credentials };
}

const good = (aud: string) => ({ active: true, aud, sub: 'ann', client_id: 'desk', scope: 'echo:read' });

afterEach(() => vi.useRealTimers());

describe('an opaque token', () => {
  it('that its issuer vouches for lets its caller in, who reaches the tool', async () => {
    const says: Says = (url) => ({ ...good(url), tenant: 'acme', token_type: 'Bearer', exp: seconds() + 60 });
    const { call, credentials } = await introspecting(says);
    const answer = await call();
    expect(answer.status).toBe(200);
    expect(callerIn(answer.text)).toEqual({
      ...{ subject: 'ann', tenant: 'acme', client: 'desk' },
      ...{ scopes: ['echo:read'], via: 'token' },
    });
    // RFC 6749, 2.3.1: both parts are form-encoded before they are joined.
    const [basic = ''] = credentials.map((it) => Buffer.from(it.slice(6), 'base64').toString());
    expect(basic).toBe('rs%3A1:a+secret%3A+with+%2B%25');
  });

  it('without an end is served, and said: only its issuer can end it', async () => {
    const { call, entries } = await introspecting((url) => good(url));
    expect((await call()).status).toBe(200);
    expect(entries).toContainEqual(
      expect.objectContaining({ message: 'auth drift: token lives long', seconds: 'without end' }),
    );
  });

  it('that a client got for itself has the client for a subject, under a name no user has', async () => {
    const { call } = await introspecting((url) => ({ ...good(url), sub: undefined }));
    expect(callerIn((await call()).text)).toMatchObject({ subject: 'client:desk', client: 'desk' });
  });

  it.each<[string, object]>([
    ['is not active', { active: false }],
    ['is for another server', { aud: 'https://other.test/mcp' }],
    ['is for nobody', { aud: undefined }],
    ['is for a list of others', { aud: ['https://other.test/mcp', 7] }],
    ['is of another issuer', { iss: 'https://evil.test' }],
    ['has ended', { exp: 1_000 }],
    ['has not begun', { nbf: 99_999_999_999 }],
    ['is of a user whose identity is withheld', { sub: undefined, username: 'ann' }],
    ['is of nobody', { sub: undefined, client_id: undefined }],
    ['is a refresh token', { token_type: 'refresh_token' }],
    ['is bound to a key that is not said', { token_type: 'DPoP' }],
    ['is bound to a certificate', { cnf: { 'x5t#S256': 'abc' } }],
    ['is bound to a key that nobody proves to have', { token_type: 'DPoP', cnf: { jkt: 'abc' } }],
  ])('that %s is refused', async (_, change) => {
    const { call } = await introspecting((url) => ({ ...good(url), ...change }));
    const answer = await call();
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  it('is refused where nobody is to be asked', async () => {
    const issuer = await startIssuer(undefined, () => expect.fail('was asked'));
    const { url } = await serve(whoamiServer, ['--auth-issuer', issuer.url]);
    expect((await ask(url, whoamiCall('Bearer opaque'))).status).toBe(401);
  });

  it('is never written to the log, and neither is the secret', async () => {
    const { call, entries } = await introspecting(() => 500);
    await call('opaque-token-7');
    expect(JSON.stringify(entries)).toContain('status 500');
    expect(JSON.stringify(entries)).not.toMatch(/opaque-token-7|a secret|a\+secret/);
  });
});

describe('a JWT', () => {
  it('is verified here and never sent to the issuer, good or bad', async () => {
    const { url, issuer, call, times } = await introspecting((audience) => good(audience));
    const token = await issuer.token({ aud: url });
    const [head, payload, signature] = token.split('.') as [string, string, string];
    const hmac = Buffer.from(JSON.stringify({ alg: 'HS256', kid: 'one', typ: 'at+jwt' })).toString(
      'base64url',
    );
    const forged = createHmac('sha256', 'public').update(`${hmac}.${payload}`).digest('base64url');
    expect((await call(token)).status).toBe(200);
    for (const bad of [
      `${hmac}.${payload}.${forged}`,
      `${head}.${payload}.${signature.replaceAll(/[a-m]/g, 'z')}`,
      `${head}.${payload}.`,
      await issuer.token({ aud: 'https://other.test' }),
      await issuer.token({ aud: url, exp: 1_000 }),
    ]) {
      expect((await call(bad)).status, bad).toBe(401);
    }
    expect(times()).toBe(0);
  });
});

describe('an answer', () => {
  it('holds for thirty seconds, one request however many calls come at once', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { call, times } = await introspecting((url) => good(url));
    const answers = await Promise.all(Array.from({ length: 20 }, () => call()));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(times()).toBe(1);
    vi.setSystemTime(Date.now() + 29_000);
    await call();
    expect(times()).toBe(1);
    vi.setSystemTime(Date.now() + 2_000);
    await call();
    expect(times()).toBe(2);
  });

  it('holds no longer than the token', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    // The clocks may differ by thirty seconds, so this one has five left.
    const exp = seconds() - 25;
    const { call, times } = await introspecting((url) => ({ ...good(url), exp }));
    expect((await call()).status).toBe(200);
    vi.setSystemTime(Date.now() + 6_000);
    expect((await call()).status).toBe(401);
    expect(times()).toBe(2);
  });

  it('that refuses holds for five', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    let active = false;
    const { call, times } = await introspecting((url) => ({ ...good(url), active }));
    for (let i = 0; i < 5; i++) expect((await call()).status).toBe(401);
    expect(times()).toBe(1);
    active = true;
    vi.setSystemTime(Date.now() + 6_000);
    expect((await call()).status).toBe(200);
  });

  it('about one token says nothing of another', async () => {
    const { call, times } = await introspecting((url, token) => ({ ...good(url), sub: token }));
    const tokens = ['one', 'two', 'three', 'one', 'two'];
    const answers = await Promise.all(tokens.map((token) => call(token)));
    expect(answers.map(({ text }) => (callerIn(text) as { subject: string }).subject)).toEqual(tokens);
    expect(times()).toBe(3);
  });

  it.each<[string, unknown]>([
    ['fails', 500],
    ['does not know this server', 401],
    ['sends elsewhere', 307],
    ['is not JSON', 'no'],
    ['is no object', '"yes"'],
    ['says active in other words', { active: 'true', sub: 'ann' }],
    ['has no end', { active: true, padding: 'x'.repeat(100_000) }],
  ])('that %s lets nobody in, and it is not their fault', async (_, answered) => {
    let broken = true;
    const { issuer, call, entries } = await introspecting((url) => (broken ? answered : good(url)));
    expect((await call()).status).toBe(503);
    expect(issuer.asked).not.toContain('/elsewhere');
    expect(entries).toContainEqual(expect.objectContaining({ message: 'callers cannot be identified' }));
    broken = false;
    expect((await call()).status).toBe(200);
  });

  it('cannot be had where the issuer has no endpoint', async () => {
    const { call, entries } = await introspecting(
      (url) => good(url),
      ({ introspection_endpoint: _, ...metadata }) => metadata,
    );
    expect((await call()).status).toBe(503);
    expect(JSON.stringify(entries)).toContain('has no introspection_endpoint');
  });
});

describe('many different tokens', () => {
  it('are asked about eight at a time, and beyond what can wait are told to come again', async () => {
    let [now, most] = [0, 0];
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { call, times } = await introspecting(async (url) => {
      now += 1;
      most = Math.max(most, now);
      await released;
      now -= 1;
      return good(url);
    });
    const answers: Awaited<ReturnType<typeof call>>[] = [];
    const calls = Array.from({ length: 90 }, async (_, index) => {
      answers.push(await call(`token-${index}`));
    });
    await vi.waitUntil(() => answers.length === 90 - 8 - 64 && now === 8);
    for (const { status, headers } of answers) expect([status, headers['retry-after']]).toEqual([503, '5']);
    release();
    await Promise.all(calls);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(72);
    expect([most, times()]).toEqual([8, 72]);
  });
});

describe('the options', () => {
  const issuer = ['--auth-issuer', 'https://idp.example.test'];
  it.each([
    [['--auth-introspect'], /^--auth-introspect: needs --auth-issuer/],
    [[...issuer, '--auth-introspect'], /^--auth-introspect: needs --auth-client-id/],
    [[...issuer, '--auth-introspect', '--auth-client-id', 'a'], /ASHLAR_AUTH_CLIENT_SECRET/],
    [['--revocations', 'file'], /^--revocations: needs --auth-issuer or --api-keys/],
  ])('%j stop the start with a sentence', async (args, message) => {
    await expect(serve(whoamiServer, args)).rejects.toThrow(message);
  });
});
