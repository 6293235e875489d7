import { DpopSession } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { server } from '../fixture/echo-server.ts';
import { ask, modern, serve } from '../fixture/http.ts';
import { startProvider } from '../fixture/provider.ts';
import { signedIn } from '../fixture/signed-in.ts';

/** A server that trusts a real provider, and the provider that issues tokens for it. */
async function trusting() {
  let resource = '';
  const { issuer } = await startProvider(() => resource);
  const served = await serve(server, ['--auth-issuer', issuer]);
  resource = served.url;
  return { ...served, issuer };
}

/** A token that is bound to a key, straight from the provider. */
async function boundToken({ url, issuer }: { url: string; issuer: string }) {
  const session = await DpopSession.create();
  const endpoint = `${issuer}/token`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from('desk:desk-secret').toString('base64')}`,
      dpop: await session.buildProof({ htu: endpoint, htm: 'POST' }),
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'echo:read', resource: url }),
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return { session, token };
}

const echo = modern('tools/call', { name: 'echo', arguments: { text: 'in' } });
const send = (url: string, headers: Record<string, string>) =>
  ask(url, { ...echo, headers: { ...echo.headers, ...headers } });

describe('a token that is bound to a key', () => {
  it('is good with a proof, and each proof once', async () => {
    const served = await trusting();
    const { session, token } = await boundToken(served);
    const dpop = await session.buildProof({ htu: served.url, htm: 'POST', accessToken: token });
    const headers = { authorization: `DPoP ${token}`, dpop };
    expect(await send(served.url, headers)).toMatchObject({ status: 200 });
    const again = await send(served.url, headers);
    expect(again.status).toBe(401);
    expect(again.headers['www-authenticate']).toMatch(/^DPoP error="invalid_dpop_proof".*, algs="ES256 /);
  });

  it('is worth nothing without one, as a bearer token, or with a proof for something else', async () => {
    const served = await trusting();
    const { session, token } = await boundToken(served);
    const other = await DpopSession.create();
    const proof = (change: object, by = session) =>
      by.buildProof({ htu: served.url, htm: 'POST', accessToken: token, ...change });
    expect(await send(served.url, { authorization: `DPoP ${token}` })).toMatchObject({ status: 401 });
    expect(await send(served.url, { authorization: `Bearer ${token}`, dpop: await proof({}) })).toMatchObject(
      { status: 401 },
    );
    for (const change of [{ htm: 'GET' }, { htu: `${served.url}/other` }, { accessToken: 'another' }]) {
      expect(
        await send(served.url, { authorization: `DPoP ${token}`, dpop: await proof(change) }),
      ).toMatchObject({ status: 401 });
    }
    expect(
      await send(served.url, { authorization: `DPoP ${token}`, dpop: await proof({}, other) }),
    ).toMatchObject({ status: 401 });
  });
});

describe('the v2 client with a real provider', () => {
  it('finds its way from 401 through the metadata to a token and a call', async () => {
    const client = await signedIn(await trusting(), 'echo:read');
    const { content } = await client.callTool({ name: 'echo', arguments: { text: 'in' } });
    expect(content).toEqual([{ type: 'text', text: 'in' }]);
    await client.close();
  });

  it('steps up when a call takes more than it asked for first', async () => {
    const client = await signedIn(await trusting(), 'echo:read');
    const remember = { name: 'remember', arguments: { name: 'a', text: 'b' } };
    expect((await client.callTool(remember)).isError ?? false).toBe(false);
    await client.close();
  });
});
