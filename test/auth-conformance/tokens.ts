import { newKey, type ProofKey, proofOf } from './proof.ts';
import { issuerMetadata, issuersOf } from './rules/discovery.ts';
import type { Target } from './target.ts';

/** A client of the authorization server, for the grant of client credentials. */
export interface Client {
  id: string;
  secret: string;
  /** What `token` may do. */
  scope: string;
  /** What `weakToken` may do. */
  weakScope: string | undefined;
  /** Another resource that the authorization server issues tokens for. */
  otherResource: string | undefined;
}

/** Gets what there is to test with from the authorization server that the server itself names. */
export async function tokensFor(target: Target, client: Client): Promise<Target> {
  const [issuer] = await issuersOf(target);
  const endpoint = issuer === undefined ? undefined : (await issuerMetadata(issuer))?.token_endpoint;
  if (endpoint === undefined) throw new Error('no authorization server with a token endpoint is named');
  const get = (scope: string, resource: string, key?: ProofKey) =>
    token(endpoint, client, scope, resource, key);
  const key = newKey();
  const bound = await get(client.scope, target.url, key).catch(() => undefined);
  return {
    ...target,
    token: await get(client.scope, target.url),
    ...(client.weakScope !== undefined && { weakToken: await get(client.weakScope, target.url) }),
    ...(client.otherResource !== undefined && {
      foreignToken: await get(client.scope, client.otherResource),
    }),
    ...(bound !== undefined && { boundToken: { token: bound, key } }),
  };
}

async function token(
  endpoint: string,
  { id, secret }: Client,
  scope: string,
  resource: string,
  key?: ProofKey,
): Promise<string> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
      ...(key !== undefined && { dpop: proofOf(key, { htm: 'POST', htu: endpoint }) }),
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope, resource }),
  });
  const said = (await response.json()) as { access_token?: string; token_type?: string; error?: string };
  const type = key === undefined ? 'bearer' : 'dpop';
  if (said.access_token === undefined || said.token_type?.toLowerCase() !== type)
    throw new Error(`the authorization server gives no ${type} token: ${said.error ?? said.token_type}`);
  return said.access_token;
}
