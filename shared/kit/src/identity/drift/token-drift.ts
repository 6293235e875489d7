import type { Principal } from '../principal.ts';
import { type AuthPolicy, SKEW_SECONDS } from './auth-policy.ts';
import type { Concern } from './drift.ts';

/** Scopes of OpenID Connect, which say nothing of any server. */
const ABOUT_THE_USER = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];
/** Words that stand for everything there is. */
const EVERYTHING = /(?:^|[:./_-])(?:\*|all|any|full|admin|root|superuser|everything)(?:$|[:./_-])/i;
/** Scopes named in one warning. */
const MAX_NAMED = 10;

/** What of a good token is not as it should be. `catalog` holds the scopes that this server has. */
export function tokenConcerns(
  { caller, expiresAt, issuedAt }: Principal,
  policy: AuthPolicy,
  catalog: readonly string[],
): Concern[] {
  // Named by its client, not by its user: it is the client's settings that have to change.
  const who = { about: caller.client ?? caller.subject, tenant: caller.tenant };
  const concerns: Concern[] = [];
  const seconds = expiresAt - (issuedAt || Date.now() / 1_000);
  if (seconds * 1_000 > policy['token-life']) {
    const life = Number.isFinite(seconds) ? Math.round(seconds) : 'without end';
    concerns.push({ ...who, kind: 'token lives long', details: { seconds: life } });
  }
  const ahead = issuedAt - Date.now() / 1_000;
  if (ahead > SKEW_SECONDS) {
    concerns.push({ kind: 'clock skew', about: 'issuer', details: { seconds: Math.round(ahead) } });
  }
  return [...concerns, ...scopeConcerns(caller.scopes, catalog).map((concern) => ({ ...who, ...concern }))];
}

function scopeConcerns(
  scopes: readonly string[],
  catalog: readonly string[],
): Pick<Concern, 'kind' | 'details'>[] {
  const strange = scopes.filter((scope) => !catalog.includes(scope) && !ABOUT_THE_USER.includes(scope));
  if (strange.length === 0) return [];
  const wide = strange.filter((scope) => EVERYTHING.test(scope));
  const unknown = strange.filter((scope) => !EVERYTHING.test(scope));
  return [
    ...(wide.length > 0 ? [named('token scope too wide', wide)] : []),
    ...(unknown.length > 0 ? [named('token scope unknown', unknown)] : []),
  ];
}

function named(kind: Concern['kind'], scopes: readonly string[]): Pick<Concern, 'kind' | 'details'> {
  return { kind, details: { scopes: scopes.slice(0, MAX_NAMED) } };
}
