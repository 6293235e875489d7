import type { CommonOptions } from '../options/common-options.ts';
import { OptionError } from '../options/option.ts';
import { unusable } from '../options/unusable.ts';
import type { Host } from '../serve/host.ts';
import { programOf } from '../state/program.ts';
import type { TokenRules } from './access-token.ts';
import { ApiKeys } from './api-keys.ts';
import type { IdentitySources } from './authenticator.ts';
import { clientOf } from './identity-needs.ts';
import { Introspection } from './introspection.ts';
import { createIssuer, type Issuer, safeUrl } from './issuer.ts';
import { KeyUse } from './key-use.ts';
import { openRevocations, type Revocations } from './revocations.ts';
import { VerifiedTokens } from './verified-tokens.ts';
import { IdentityWatch } from './watch.ts';

/** All that identity needs of the outside, opened before anything listens. */
export interface Identity {
  /** The sources for a server that goes by this canonical URI. */
  sources(resource: URL): IdentitySources;
  close(): Promise<void>;
}

/**
 * Opens the sources of identity that the options name; undefined where there is none. Throws `OptionError` for a
 * file that cannot be read, an issuer that is not https, and an option that lacks another one.
 */
export async function openIdentity(host: Host): Promise<Identity | undefined> {
  const { options } = host;
  const client = clientOf(options);
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

async function revocationsOf({ options, server, log }: Host): Promise<Revocations | undefined> {
  if (options.revocations === undefined) return undefined;
  return openRevocations(options.revocations, '--revocations', 'fail', programOf(server.name, log));
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

function tokenRules(issuer: Issuer, options: CommonOptions, resource: URL): TokenRules {
  return {
    issuer,
    audiences: [resource.href, ...options.authAudience],
    tenantClaim: options.authTenantClaim,
    recent: new VerifiedTokens(),
  };
}
