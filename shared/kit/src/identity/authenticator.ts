import { type TokenRules, verifyAccessToken } from './access-token.ts';
import { type ApiKeys, isApiKey } from './api-keys.ts';
import { type SeenProofs, verifyProof } from './dpop.ts';
import type { Principal } from './principal.ts';
import { Refused } from './refused.ts';

/** What of an HTTP request may hold or bind a credential. */
export interface Presented {
  authorization: string | undefined;
  dpop: string | undefined;
  method: string;
  /** As the client addressed this server, without query. */
  url: string;
  query: URLSearchParams;
}

export interface IdentitySources {
  keys: ApiKeys | undefined;
  tokens: TokenRules | undefined;
  proofs: SeenProofs;
}

/** `<scheme> <credential>`, RFC 9110, 11.4; the credential is a token68 of at most 8 KB. */
const HEADER = /^(?<scheme>Bearer|DPoP) +(?<credential>[A-Za-z0-9._~+/-]{1,8192}=*)$/i;

/** Finds out who sends a request. Throws `Refused`; never lets anyone in by default. */
export async function authenticate(presented: Presented, sources: IdentitySources): Promise<Principal> {
  if (presented.query.has('access_token')) {
    throw new Refused(
      'invalid_request',
      'A token belongs in the Authorization header, never in the address.',
    );
  }
  if (presented.authorization === undefined) {
    throw new Refused('invalid_token', 'Authentication is required.', { reason: 'no credential' });
  }
  const { scheme, credential } = HEADER.exec(presented.authorization)?.groups ?? {};
  if (scheme === undefined || credential === undefined) {
    throw new Refused('invalid_request', 'The Authorization header cannot be read.');
  }
  if (isApiKey(credential) && sources.keys !== undefined) return sources.keys.verify(credential);
  if (sources.tokens === undefined)
    throw new Refused('invalid_token', 'The credential is not valid here.', { reason: 'no issuer' });
  const principal = await verifyAccessToken(credential, sources.tokens);
  await checkBinding(principal, scheme.toLowerCase() === 'dpop', credential, presented, sources.proofs);
  return principal;
}

/** A bound token is worth nothing without its key, and may not be passed off as an unbound one (RFC 9449, 7.2). */
async function checkBinding(
  { boundTo }: Principal,
  asDpop: boolean,
  token: string,
  { dpop, method, url }: Presented,
  seen: SeenProofs,
): Promise<void> {
  if (boundTo === undefined && !asDpop) return;
  if (boundTo === undefined || !asDpop) {
    throw new Refused('invalid_token', 'The token and its scheme do not fit together.', {
      reason: 'dpop: scheme',
    });
  }
  await verifyProof(dpop, { method, url, token, thumbprint: boundTo }, seen);
}
