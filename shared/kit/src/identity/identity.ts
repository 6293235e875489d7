import type { Log } from '../log/log.ts';
import { environmentOf, type Named } from '../manifest.ts';
import { OptionError } from '../options/option.ts';
import { unusable } from '../options/unusable.ts';
import type { Recorded } from '../record/recorder.ts';
import { programOf } from '../state/program.ts';
import type { State } from '../state/state.ts';
import type { IdentitySources } from './authenticator.ts';
import { IdentityWatch } from './drift/watch.ts';
import type { IdentityChoices } from './identity-options.ts';
import { ApiKeys } from './keys/api-keys.ts';
import { KeyUse } from './keys/key-use.ts';
import { openRevocations } from './revocation/open-revocations.ts';
import type { Revocations } from './revocation/revocations.ts';
import type { TokenRules } from './tokens/access-token.ts';
import { Introspection } from './tokens/introspection.ts';
import type { ClientCredentials } from './tokens/introspection-endpoint.ts';
import { createIssuer, type Issuer, safeUrl } from './tokens/issuer.ts';
import { VerifiedTokens } from './tokens/verified-tokens.ts';

/** All that identity needs of the outside, opened before anything listens. */
export interface Identity {
  /** The sources for a server that goes by this canonical URI. */
  sources(resource: URL): IdentitySources;
  close(): Promise<void>;
}

/** What of a running server identity is opened with. */
interface Opening extends Recorded {
  server: Named;
  options: IdentityChoices;
  log: Log;
  state: State;
}

/**
 * Opens the sources of identity that the options name; undefined where there is none. Throws `OptionError` for a
 * file that cannot be read, an issuer that is not https, and an option that lacks another one.
 */
export async function openIdentity(host: Opening): Promise<Identity | undefined> {
  const { options } = host;
  const client = clientOf(options, environmentOf(host.server));
  if (options.authIssuer === undefined && options.apiKeys === undefined) return undefined;
  const watch = new IdentityWatch(host);
  const issuer = options.authIssuer === undefined ? undefined : issuerOf(options.authIssuer, watch);
  const apiKeys = options.apiKeys === undefined ? undefined : openKeys(options.apiKeys, watch);
  const revocations = await revocationsOf(host);
  return {
    sources(resource) {
      const tokens = issuer === undefined ? undefined : tokenRules(issuer, options, resource);
      const introspection =
        tokens === undefined || client === undefined ? undefined : new Introspection(tokens, client);
      return { keys: apiKeys?.keys, tokens, introspection, revocations, proofs: host.state, watch };
    },
    async close() {
      watch.close();
      apiKeys?.use.close();
      await revocations?.close();
    },
  };
}

/**
 * As whom this server introspects tokens; undefined where it does not. Throws `OptionError` for an option of
 * identity that would do nothing without another one: who sets it believes to be protected by it.
 */
function clientOf(options: IdentityChoices, environment: string): ClientCredentials | undefined {
  const { authIssuer, apiKeys, authIntrospect, authClientId, authClientSecret, revocations } = options;
  if (revocations !== undefined && authIssuer === undefined && apiKeys === undefined) {
    throw new OptionError('--revocations: needs --auth-issuer or --api-keys beside it.');
  }
  if (!authIntrospect) return undefined;
  if (authIssuer === undefined) throw new OptionError('--auth-introspect: needs --auth-issuer beside it.');
  if (authClientId === undefined || authClientSecret === undefined) {
    throw new OptionError(
      `--auth-introspect: needs --auth-client-id and ${environment}_AUTH_CLIENT_SECRET, which the issuer knows this server by.`,
    );
  }
  return { id: authClientId, secret: authClientSecret };
}

async function revocationsOf({ options, server, log }: Opening): Promise<Revocations | undefined> {
  if (options.revocations === undefined) return undefined;
  return openRevocations(options.revocations, '--revocations', 'fail', programOf(server, log));
}

function openKeys(path: string, watch: IdentityWatch): { keys: ApiKeys; use: KeyUse } {
  const use = new KeyUse(path, (error) => watch.keyUseNotKept(error));
  const keys = readOrRefuse(path, use);
  watch.lookAfter(keys, use);
  return { keys, use };
}

function readOrRefuse(path: string, use: KeyUse): ApiKeys {
  try {
    return new ApiKeys(path, use);
  } catch (cause) {
    throw unusable('--api-keys: the file cannot be used', cause);
  }
}

function issuerOf(url: string, watch: IdentityWatch): Issuer {
  try {
    safeUrl(url);
  } catch (cause) {
    throw new OptionError('--auth-issuer: must be https, or on this machine.', { cause });
  }
  return createIssuer(url, { changed: (what, names) => watch.issuerChanged(what, names) });
}

function tokenRules(issuer: Issuer, options: IdentityChoices, resource: URL): TokenRules {
  return {
    issuer,
    audiences: [resource.href, ...options.authAudience],
    tenantClaim: options.authTenantClaim,
    recent: new VerifiedTokens(),
  };
}
