import type { CommonOptions } from '../options/common-options.ts';
import { OptionError } from '../options/option.ts';
import type { ClientCredentials } from './introspection-endpoint.ts';

/**
 * As whom this server introspects tokens; undefined where it does not. Throws `OptionError` for an option of
 * identity that would do nothing without another one: who sets it believes to be protected by it.
 */
export function clientOf(options: CommonOptions): ClientCredentials | undefined {
  const { authIssuer, apiKeys, authIntrospect, authClientId, authClientSecret, revocations } = options;
  if (revocations !== undefined && authIssuer === undefined && apiKeys === undefined) {
    throw new OptionError('--revocations: needs --auth-issuer or --api-keys beside it.');
  }
  if (!authIntrospect) return undefined;
  if (authIssuer === undefined) throw new OptionError('--auth-introspect: needs --auth-issuer beside it.');
  if (authClientId === undefined || authClientSecret === undefined) {
    throw new OptionError(
      '--auth-introspect: needs --auth-client-id and ASHLAR_AUTH_CLIENT_SECRET, which the issuer knows this server by.',
    );
  }
  return { id: authClientId, secret: authClientSecret };
}
