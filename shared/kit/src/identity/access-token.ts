import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { Issuer } from './issuer.ts';
import type { Principal } from './principal.ts';
import { Refused } from './refused.ts';

/** Signatures that only the issuer can make. `none` and the HMAC family are not among them. RFC 8725, 3.1. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** RFC 9068 access tokens, and what providers call theirs that have not caught up. Any other type is not one. */
const TYPES: readonly (string | undefined)[] = ['at+jwt', 'application/at+jwt', 'jwt'];
/** Seconds by which the clocks of issuer and server may differ. */
const TOLERANCE = 30;

/** What goes wrong on the issuer's side, not with the token: its keys could not be had. */
const NO_KEYS: readonly string[] = [errors.JWKSTimeout.code, errors.JWKSInvalid.code, errors.JOSEError.code];

export interface TokenRules {
  issuer: Issuer;
  /** The names this server goes by: its canonical URI (RFC 8707) and what the operator adds. */
  audiences: readonly string[];
  /** The claim that names the tenant. */
  tenantClaim: string;
}

/**
 * Verifies a JWT access token: signature, algorithm, type, issuer, audience, validity. Throws `Refused`
 * (`invalid_token`); what the issuer's metadata or keys could not be had for is thrown as it is.
 */
export async function verifyAccessToken(
  token: string,
  { issuer, audiences, tenantClaim }: TokenRules,
): Promise<Principal> {
  const { payload, protectedHeader } = await verified(token, issuer);
  if (!TYPES.includes(protectedHeader.typ?.toLowerCase()))
    throw refused('typ', `type ${protectedHeader.typ}`);
  if (!audiencesOf(payload).some((audience) => audiences.some((own) => sameUri(own, audience)))) {
    throw refused('aud', 'not for this server');
  }
  if (typeof payload.sub !== 'string' || payload.sub === '') throw refused('sub', 'without a subject');
  return principalOf(payload, payload.sub, tenantClaim);
}

async function verified(token: string, issuer: Issuer) {
  const { issuer: name } = await issuer.metadata();
  try {
    return await jwtVerify(token, issuer.key, {
      issuer: name,
      algorithms: ALGORITHMS,
      clockTolerance: TOLERANCE,
      requiredClaims: ['exp', 'iat'],
    });
  } catch (error) {
    if (error instanceof errors.JOSEError && !NO_KEYS.includes(error.code)) {
      throw refused(error.code, error.message, error);
    }
    throw error;
  }
}

function refused(reason: string, detail: string, cause?: unknown): Refused {
  return new Refused('invalid_token', 'The access token is not valid here.', {
    reason: `${reason}: ${detail}`,
    cause,
  });
}

function audiencesOf({ aud }: JWTPayload): string[] {
  return aud === undefined ? [] : [aud].flat();
}

/** RFC 8707 and the specification: scheme and host in any case, a trailing slash counts for nothing. */
export function sameUri(a: string, b: string): boolean {
  return canonical(a) === canonical(b);
}

function canonical(text: string): string {
  try {
    return new URL(text).href.replace(/\/$/, '');
  } catch {
    return text; // an audience need not be a URI
  }
}

function principalOf(claims: JWTPayload, subject: string, tenantClaim: string): Principal {
  const text = (name: string) => (typeof claims[name] === 'string' ? (claims[name] as string) : undefined);
  const tenant = text(tenantClaim);
  const client = text('client_id') ?? text('azp');
  const confirmation = claims.cnf as { jkt?: unknown } | undefined;
  return {
    caller: {
      subject,
      ...(tenant !== undefined && { tenant }),
      ...(client !== undefined && { client }),
      scopes: (text('scope') ?? text('scp') ?? '').split(' ').filter(Boolean),
      via: 'token',
    },
    expiresAt: claims.exp ?? 0,
    issuedAt: claims.iat ?? 0,
    revocable: [claims.jti, text('sid')].filter((id): id is string => id !== undefined),
    ...(typeof confirmation?.jkt === 'string' && { boundTo: confirmation.jkt }),
  };
}
