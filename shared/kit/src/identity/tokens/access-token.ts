import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { Vouched } from '../principal.ts';
import { checkAudience, principalOf, refusedToken, TOLERANCE } from './claims.ts';
import type { Issuer } from './issuer.ts';
import type { VerifiedTokens } from './verified-tokens.ts';

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

/** What goes wrong on the issuer's side, not with the token: its keys could not be had. */
const NO_KEYS: readonly string[] = [errors.JWKSTimeout.code, errors.JWKSInvalid.code, errors.JOSEError.code];

export interface TokenRules {
  issuer: Issuer;
  /** The names this server goes by: its canonical URI (RFC 8707) and what the operator adds. */
  audiences: readonly string[];
  /** The claim that names the tenant. */
  tenantClaim: string;
  recent: VerifiedTokens;
}

/** Whether a token is a signed JWT, and so is verified here and nowhere else, whatever becomes of it. */
export function isJwt(token: string): boolean {
  try {
    return token.split('.').length === 3 && decodeProtectedHeader(token).alg !== undefined;
  } catch {
    return false;
  }
}

/**
 * Verifies a JWT access token: signature, algorithm, type, issuer, audience, validity. Throws `Refused`
 * (`invalid_token`); what the issuer's metadata or keys could not be had for is thrown as it is.
 */
export async function verifyAccessToken(
  token: string,
  { issuer, audiences, tenantClaim }: TokenRules,
): Promise<Vouched> {
  const { payload, protectedHeader } = await verified(token, issuer);
  if (!TYPES.includes(protectedHeader.typ?.toLowerCase()))
    throw refusedToken('typ', `type ${protectedHeader.typ}`);
  checkAudience(payload, audiences);
  if (typeof payload.sub !== 'string' || payload.sub === '') throw refusedToken('sub', 'without a subject');
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
      throw refusedToken(error.code, error.message, error);
    }
    throw error;
  }
}
