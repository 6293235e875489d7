import { createHmac, generateKeyPairSync } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { connectHttp } from '../../src/testing/index.ts';
import { ask, modern, serve } from '../fixture/http.ts';
import { startIssuer } from '../fixture/issuer.ts';
import { whoamiServer } from '../fixture/whoami-server.ts';

const echo = (authorization?: string) =>
  modern(
    'tools/call',
    { name: 'echo', arguments: { text: 'x' } },
    authorization === undefined ? {} : { authorization },
  );

async function protectedServer(args: readonly string[] = []) {
  const issuer = await startIssuer();
  const served = await serve(whoamiServer, ['--auth-issuer', issuer.url, ...args]);
  return { ...served, issuer, call: (token: string) => ask(served.url, echo(`Bearer ${token}`)) };
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token', () => {
  it('of the issuer for this server lets its caller in, who reaches the tool', async () => {
    const { url, issuer } = await protectedServer();
    const token = await issuer.token({ aud: url, tenant: 'acme' });
    const client = await connectHttp('v2', url, { headers: { authorization: `Bearer ${token}` } });
    expect(await client.text('whoami')).toBe(
      JSON.stringify({ subject: 'ann', tenant: 'acme', client: 'desk', scopes: ['echo:read'], via: 'token' }),
    );
    await client.close();
  });

  it.each([
    ['among several audiences', (url: string) => ({ aud: ['https://other.test', url] })],
    ['with a slash behind its audience', (url: string) => ({ aud: `${url}/` })],
    ['with its audience in capitals', (url: string) => ({ aud: url.replace('http', 'HTTP') })],
    ['that starts a few seconds from now', (url: string) => ({ aud: url, nbf: Date.now() / 1_000 + 10 })],
    [
      'that ended a few seconds ago',
      (url: string) => ({ aud: url, exp: Math.floor(Date.now() / 1_000) - 10 }),
    ],
  ])('%s does', async (_, claims) => {
    const { url, issuer, call } = await protectedServer();
    expect((await call(await issuer.token(claims(url)))).status).toBe(200);
  });

  it('for a name that the operator added does', async () => {
    const { issuer, call } = await protectedServer(['--auth-audience', 'api://echo']);
    expect((await call(await issuer.token({ aud: 'api://echo' }))).status).toBe(200);
  });

  it.each([
    ['for another server', { aud: 'https://other.test/mcp' }],
    ['for the origin only', { aud: 'http://127.0.0.1' }],
    ['for nobody', { aud: undefined }],
    ['of another issuer', { iss: 'https://evil.test' }],
    ['without issuer', { iss: undefined }],
    ['that has ended', { exp: 1_000 }],
    ['without an end', { exp: undefined }],
    ['that has not begun', { nbf: Date.now() / 1_000 + 600 }],
    ['without a subject', { sub: undefined }],
  ])('%s is refused', async (_, claims) => {
    const { url, issuer, call } = await protectedServer();
    const answer = await call(await issuer.token({ aud: url, ...claims } as JWTPayload));
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
    expect(answer.text).not.toMatch(/aud|iss|exp|nbf/);
  });

  it.each(['dpop+jwt', 'logout+jwt', 'oauth-id-jag+jwt', 'id_token', undefined])(
    'of type %s is refused',
    async (typ) => {
      const { url, issuer, call } = await protectedServer();
      expect((await call(await issuer.token({ aud: url }, { typ: typ as string }))).status).toBe(401);
    },
  );

  it('without a signature, or signed with what is public, is refused', async () => {
    const { url, issuer, call } = await protectedServer();
    const payload = (await issuer.token({ aud: url })).split('.')[1];
    expect((await call(`${base64({ alg: 'none', typ: 'at+jwt' })}.${payload}.`)).status).toBe(401);
    const head = `${base64({ alg: 'HS256', kid: 'one', typ: 'at+jwt' })}.${payload}`;
    const forged = createHmac('sha256', 'public').update(head).digest('base64url');
    expect((await call(`${head}.${forged}`)).status).toBe(401);
  });

  it('signed by another key of the same name is refused', async () => {
    const { url, issuer, call } = await protectedServer();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const payload = JSON.parse(
      Buffer.from((await issuer.token({ aud: url })).split('.')[1] ?? '', 'base64url').toString(),
    );
    const token = await new SignJWT(payload)
      .setProtectedHeader({ alg: 'ES256', kid: 'one', typ: 'at+jwt' })
      .sign(privateKey);
    expect((await call(token)).status).toBe(401);
  });

  it('with an unknown key makes the keys be looked up once more, not once a request', async () => {
    const { url, issuer, call } = await protectedServer();
    expect((await call(await issuer.token({ aud: url }))).status).toBe(200);
    const strange = await issuer.token({ aud: url }, { kid: 'two' });
    for (let i = 0; i < 10; i++) expect((await call(strange)).status).toBe(401);
    expect(issuer.asked.filter((path) => path === '/keys').length).toBeLessThanOrEqual(2);
  });

  it('in the address is refused, also beside a good one', async () => {
    const { url, issuer } = await protectedServer();
    const token = await issuer.token({ aud: url });
    const answer = await ask(`${url}?access_token=${token}`, echo(`Bearer ${token}`));
    expect(answer.status).toBe(400);
    expect(answer.headers['www-authenticate']).toContain('error="invalid_request"');
  });
});

describe('a challenge', () => {
  it('names the scope and where the metadata is, and no error where no credential came', async () => {
    const { url, origin } = await protectedServer();
    const answer = await ask(url, echo());
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe(
      `Bearer scope="echo:read", resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`,
    );
  });

  it('leads to the metadata, which stands at the root as well', async () => {
    const { url, origin, issuer } = await protectedServer();
    for (const path of [
      '/.well-known/oauth-protected-resource/mcp',
      '/.well-known/oauth-protected-resource',
    ]) {
      const { status, text } = await ask(origin + path, { method: 'GET' });
      expect({ status, ...JSON.parse(text) }).toMatchObject({
        status: 200,
        resource: url,
        authorization_servers: [issuer.url],
        scopes_supported: ['echo:read', 'echo:write', 'echo:destroy'],
      });
    }
  });

  it('asks for the scope that a call takes, with 403', async () => {
    const { url, issuer } = await protectedServer();
    const authorization = `Bearer ${await issuer.token({ aud: url })}`;
    const call = modern(
      'tools/call',
      { name: 'remember', arguments: { name: 'a', text: 'b' } },
      { authorization },
    );
    const answer = await ask(url, call);
    expect(answer.status).toBe(403);
    expect(answer.headers['www-authenticate']).toMatch(
      /^Bearer error="insufficient_scope", .*scope="echo:write", resource_metadata=/,
    );
  });

  it.each([
    ['malformed', 'Bearer'],
    ['malformed', 'Bearer a b'],
    ['of another scheme', 'Basic dXNlcjpwYXNz'],
  ])('says so to a header that is %s', async (_, authorization) => {
    const { url } = await protectedServer();
    expect((await ask(url, echo(authorization))).status).toBe(400);
  });
});

describe('scopes', () => {
  it.each([
    ['echo:read', false],
    ['echo:write', true],
    ['echo:destroy', true],
    ['other:write', false],
    ['echo:writes', false],
  ])('%s lists the tool that writes: %s', async (scope, listed) => {
    const { url, issuer } = await protectedServer();
    const token = await issuer.token({ aud: url, scope });
    const client = await connectHttp('v2', url, { headers: { authorization: `Bearer ${token}` } });
    const names = (await client.listed()).tools.map(({ name }) => name);
    expect(names.includes('remember')).toBe(listed);
    expect(names.includes('echo')).toBe(scope.startsWith('echo:') && scope !== 'echo:writes');
    await client.close();
  });
});

describe('an issuer', () => {
  it('that does not answer lets nobody in, and it is not their fault', async () => {
    const { url, issuer, call } = await protectedServer();
    const token = await issuer.token({ aud: url });
    await issuer.stop();
    const answer = await call(token);
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBeDefined();
    expect(answer.text).not.toContain('127.0.0.1');
  });

  it('that speaks for another one is not believed', async () => {
    const issuer = await startIssuer((metadata) => ({ ...metadata, issuer: 'https://other.test' }));
    const { url } = await serve(whoamiServer, ['--auth-issuer', issuer.url]);
    expect((await ask(url, echo(`Bearer ${await issuer.token({ aud: url })}`))).status).toBe(503);
  });

  it('whose keys cannot be had lets nobody in either', async () => {
    const issuer = await startIssuer((metadata) => ({ ...metadata, jwks_uri: `${metadata.issuer}/gone` }));
    const { url } = await serve(whoamiServer, ['--auth-issuer', issuer.url]);
    const answer = await ask(url, echo(`Bearer ${await issuer.token({ aud: url })}`));
    expect(answer.status).toBe(503);
  });

  it('must be https beyond this machine', async () => {
    await expect(serve(whoamiServer, ['--auth-issuer', 'http://idp.example.test'])).rejects.toThrow(
      /^--auth-issuer: must be https/,
    );
  });
});
