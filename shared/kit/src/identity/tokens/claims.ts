import type { Vouched } from '../principal.ts';
import { Refused } from '../refused.ts';

/** What an issuer says of a token: the payload of a JWT (RFC 7519), or its answer about an opaque one (RFC 7662). */
export type Claims = Readonly<Record<string, unknown>>;

/** Seconds by which the clocks of issuer and server may differ. */
export const TOLERANCE = 30;

/** The one refusal of a token; `reason` begins with what was wrong, in one word that can be counted. */
export function refusedToken(reason: string, detail: string, cause?: unknown): Refused {
  return new Refused('invalid_token', 'The access token is not valid here.', {
    reason: `${reason}: ${detail}`,
    cause,
  });
}

/** Throws `Refused` unless one of the token's audiences is one of this server's names. RFC 8707, RFC 9068, 4. */
export function checkAudience({ aud }: Claims, names: readonly string[]): void {
  const audiences = [aud].flat().filter((audience) => typeof audience === 'string');
  if (audiences.some((audience) => names.some((name) => sameUri(name, audience)))) return;
  throw refusedToken('aud', audiences.length === 0 ? 'for nobody' : 'not for this server');
}

/** RFC 8707 and the specification: scheme and host in any case, a trailing slash counts for nothing. */
function sameUri(a: string, b: string): boolean {
  return canonical(a) === canonical(b);
}

function canonical(text: string): string {
  try {
    return new URL(text).href.replace(/\/$/, '');
  } catch {
    return text; // an audience need not be a URI
  }
}

/** The caller that claims speak of. Throws `Refused` for a token bound in a way that cannot be checked here. */
export function principalOf(claims: Claims, subject: string, tenantClaim: string): Vouched {
  const tenant = text(claims[tenantClaim]);
  const client = text(claims.client_id) ?? text(claims.azp);
  const boundTo = binding(claims);
  return {
    caller: {
      subject,
      ...(tenant !== undefined && { tenant }),
      ...(client !== undefined && { client }),
      scopes: (text(claims.scope) ?? text(claims.scp) ?? '').split(' ').filter(Boolean),
    },
    expiresAt: typeof claims.exp === 'number' ? claims.exp : Number.POSITIVE_INFINITY,
    issuedAt: typeof claims.iat === 'number' ? claims.iat : 0,
    revocable: [text(claims.jti), text(claims.sid)].filter((id) => id !== undefined),
    ...(boundTo !== undefined && { boundTo }),
  };
}

/**
 * The thumbprint of RFC 9449. A token bound otherwise, such as to a client certificate (RFC 8705), would be as
 * good as unbound here, which is not what its issuer meant.
 */
function binding({ cnf }: Claims): string | undefined {
  if (cnf === undefined) return undefined;
  const thumbprint = (cnf as { jkt?: unknown } | null)?.jkt;
  if (typeof thumbprint === 'string') return thumbprint;
  throw refusedToken('cnf', 'bound in another way than DPoP');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
