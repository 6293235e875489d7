import * as z from 'zod';
import type { Vouched } from '../principal.ts';
import { checkAudience, principalOf, refusedToken, TOLERANCE } from './claims.ts';

/** Seconds since 1970. */
const instant = z.number().finite();
const name = z.string().min(1).optional();

/** What an issuer says of an opaque token (RFC 7662, section 2.2), as far as it decides something. */
const introspected = z.looseObject({
  active: z.boolean(),
  iss: name,
  sub: name,
  username: name,
  client_id: name,
  token_type: name,
  exp: instant.optional(),
  nbf: instant.optional(),
  iat: instant.optional(),
});
type Introspected = z.output<typeof introspected>;

export interface IntrospectionRules {
  /** As the issuer's metadata has it. */
  issuer: string;
  audiences: readonly string[];
  tenantClaim: string;
}

/**
 * The caller of a token that its issuer was asked about, by the same rules as a JWT. Throws `Refused`; an answer
 * that is none is thrown as `ZodError`, as that is the issuer's fault.
 */
export function principalOfAnswer(answer: unknown, rules: IntrospectionRules): Vouched {
  const claims = introspected.parse(answer);
  if (!claims.active) throw refusedToken('inactive', 'the issuer does not vouch for it');
  if (claims.iss !== undefined && claims.iss !== rules.issuer) throw refusedToken('iss', 'of another issuer');
  const now = Date.now() / 1_000;
  if (claims.exp !== undefined && now >= claims.exp + TOLERANCE) throw refusedToken('exp', 'ended');
  if (claims.nbf !== undefined && now < claims.nbf - TOLERANCE) throw refusedToken('nbf', 'not valid yet');
  checkAudience(claims, rules.audiences);
  checkType(claims);
  return principalOf(claims, subjectOf(claims), rules.tenantClaim);
}

/** An issuer may also vouch for refresh tokens; and one that says DPoP and not to which key cannot be checked. */
function checkType({ token_type: type, cnf }: Introspected): void {
  if (type === undefined || /^bearer$/i.test(type)) return;
  if (!/^dpop$/i.test(type)) throw refusedToken('typ', 'not an access token');
  if (cnf === undefined) throw refusedToken('cnf', 'bound, but not said to what');
}

/**
 * A token that a client got for itself has no subject with some providers. It acts as that client, under a
 * name that no user has. A token of a user whose identity is withheld is refused: all users of a client would be one.
 */
function subjectOf({ sub, username, client_id: client }: Introspected): string {
  if (sub !== undefined) return sub;
  if (username === undefined && client !== undefined) return `client:${client}`;
  throw refusedToken('sub', 'without a subject');
}
