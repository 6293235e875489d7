import type { IdentityWatch } from './drift/watch.ts';
import { type ApiKeys, isApiKey } from './keys/api-keys.ts';
import type { Principal } from './principal.ts';
import { Refused } from './refused.ts';
import { checkNotEnded, type Revocations } from './revocation/revocations.ts';
import { isJwt, type TokenRules, verifyAccessToken } from './tokens/access-token.ts';
import { type SeenProofs, verifyProof } from './tokens/dpop.ts';
import type { Introspection } from './tokens/introspection.ts';

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
  /** Verifies opaque tokens; without it they are refused. */
  introspection: Introspection | undefined;
  revocations: Revocations | undefined;
  proofs: SeenProofs;
  /** Is told who was let in and who was refused. */
  watch: IdentityWatch;
}

/** A caller who was let in. */
export interface Admitted {
  principal: Principal;
  /** Verifies the same credential anew, for what goes on after the request: throws when it is good no more. */
  verifyAgain(): Promise<unknown>;
}

/** `<scheme> <credential>`, RFC 9110, 11.4; the credential is a token68 of at most 8 KB. */
const HEADER = /^(?<scheme>Bearer|DPoP) +(?<credential>[A-Za-z0-9._~+/-]{1,8192}=*)$/i;

/** Finds out who sends a request. Throws `Refused`; never lets anyone in by default. */
export async function authenticate(presented: Presented, sources: IdentitySources): Promise<Admitted> {
  try {
    const admitted = await admit(presented, sources);
    sources.watch.admitted(admitted.principal);
    return admitted;
  } catch (error) {
    if (error instanceof Refused) sources.watch.refused(error);
    throw error;
  }
}

async function admit(presented: Presented, sources: IdentitySources): Promise<Admitted> {
  const { scheme, credential } = credentialOf(presented);
  const verifyAgain = () => verify(credential, sources);
  const principal = await verifyAgain();
  await checkBinding(principal, scheme.toLowerCase() === 'dpop', credential, presented, sources.proofs);
  return { principal, verifyAgain };
}

function credentialOf({ authorization, query }: Presented): { scheme: string; credential: string } {
  if (query.has('access_token')) {
    throw new Refused(
      'invalid_request',
      'A token belongs in the Authorization header, never in the address.',
    );
  }
  if (authorization === undefined) {
    throw new Refused('invalid_token', 'Authentication is required.', { reason: 'no credential' });
  }
  const { scheme, credential } = HEADER.exec(authorization)?.groups ?? {};
  if (scheme === undefined || credential === undefined) {
    throw new Refused('invalid_request', 'The Authorization header cannot be read.');
  }
  return { scheme, credential };
}

async function verify(credential: string, sources: IdentitySources): Promise<Principal> {
  const principal = await vouched(credential, sources);
  if (sources.revocations !== undefined) await checkNotEnded(principal, sources.revocations);
  return principal;
}

/** By whom a credential is vouched for follows from its form, so that no second source is tried after a refusal. */
async function vouched(
  credential: string,
  { keys, tokens, introspection }: IdentitySources,
): Promise<Principal> {
  if (isApiKey(credential) && keys !== undefined) return keys.verify(credential);
  if (tokens === undefined)
    throw new Refused('invalid_token', 'The credential is not valid here.', { reason: 'no issuer' });
  if (introspection !== undefined && !isJwt(credential)) return introspection.verify(credential);
  return tokens.recent.principal(credential, (token) => verifyAccessToken(token, tokens));
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
