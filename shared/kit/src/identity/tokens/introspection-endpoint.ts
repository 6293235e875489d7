import type { Issuer } from './issuer.ts';
import { readJson } from './read-json.ts';

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 64 * 1024;

/** As whom this server asks its issuer about tokens. */
export interface ClientCredentials {
  id: string;
  secret: string;
}

/**
 * Asks the issuer about one token (RFC 7662, section 2.1). Throws where it has no endpoint for that, does not
 * answer, or does not know this server.
 */
export async function introspect(
  token: string,
  issuer: Issuer,
  client: ClientCredentials,
): Promise<Record<string, unknown>> {
  const { introspection_endpoint: endpoint } = await issuer.metadata();
  if (endpoint === undefined)
    throw new Error("--auth-introspect: the issuer's metadata has no introspection_endpoint.");
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: basic(client), accept: 'application/json' },
    body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.ok) return readJson(response, MAX_BYTES);
  await response.body?.cancel();
  throw new Error(`--auth-introspect: the issuer answered with status ${response.status}.`);
}

/** `client_secret_basic`: either part is form-encoded first (RFC 6749, section 2.3.1). */
function basic({ id, secret }: ClientCredentials): string {
  const encoded = [id, secret].map((part) => new URLSearchParams({ '': part }).toString().slice(1));
  return `Basic ${Buffer.from(encoded.join(':')).toString('base64')}`;
}
