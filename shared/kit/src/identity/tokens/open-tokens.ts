import { environmentOf } from '../../manifest.ts';
import { OptionError } from '../../options/option.ts';
import type { IdentityWatch } from '../drift/watch.ts';
import { bearerOf, type Needs, type OpenSource } from '../source.ts';
import { isJwt, type TokenRules, verifyAccessToken } from './access-token.ts';
import { Introspection } from './introspection.ts';
import type { ClientCredentials } from './introspection-endpoint.ts';
import { createIssuer, type Issuer, safeUrl } from './issuer.ts';
import type { TokenChoices, tokenOptions } from './token-options.ts';
import { VerifiedTokens } from './verified-tokens.ts';

/** Access tokens of the issuer at this URL. Throws `OptionError`. */
export function openAccessTokens(
  url: string,
  { options, resource, server, watch }: Needs<typeof tokenOptions>,
): OpenSource {
  const client = clientOf(options, environmentOf(server));
  const issuer = issuerOf(url, watch);
  const rules: TokenRules = {
    issuer,
    get audiences() {
      return [resource().href, ...options.authAudience];
    },
    tenantClaim: options.authTenantClaim,
    recent: new VerifiedTokens(),
  };
  return {
    ...openTokens(rules, client),
    admitted: (principal) => watch.tokenAdmitted(principal),
    issuer: url,
  };
}

/** Tokens by these rules. Opaque ones are refused by who cannot ask about them. */
export function openTokens(rules: TokenRules, client?: ClientCredentials): OpenSource {
  const introspection = client === undefined ? undefined : new Introspection(rules, client);
  return {
    presented: bearerOf,
    verify(token) {
      if (introspection !== undefined && !isJwt(token)) return introspection.verify(token);
      return rules.recent.principal(token, (unknown) => verifyAccessToken(unknown, rules));
    },
  };
}

/** As whom this server introspects tokens; undefined where it does not. */
function clientOf(
  { authIntrospect, authClientId: id, authClientSecret: secret }: TokenChoices,
  environment: string,
): ClientCredentials | undefined {
  if (!authIntrospect) return undefined;
  if (id !== undefined && secret !== undefined) return { id, secret };
  throw new OptionError(
    `--auth-introspect: needs --auth-client-id and ${environment}_AUTH_CLIENT_SECRET, which the issuer knows this server by.`,
  );
}

function issuerOf(url: string, watch: IdentityWatch): Issuer {
  try {
    safeUrl(url);
  } catch (cause) {
    throw new OptionError('--auth-issuer: must be https, or on this machine.', { cause });
  }
  return createIssuer(url, { changed: (what, names) => watch.issuerChanged(what, names) });
}
