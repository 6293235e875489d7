import type { CommonOptions } from '../options/common-options.ts';
import { OptionError } from '../options/option.ts';
import { ApiKeys } from './api-keys.ts';
import type { IdentitySources } from './authenticator.ts';
import { MemoryProofs } from './dpop.ts';
import { createIssuer, safeUrl } from './issuer.ts';

/**
 * The sources of identity that the options name; undefined where there is none. Throws `OptionError` for a file
 * of keys that cannot be read and an issuer that is not https.
 */
export function identitySources(
  options: CommonOptions,
  resource: URL,
  warn: (message: string) => void,
): IdentitySources | undefined {
  const { authIssuer, apiKeys } = options;
  if (authIssuer === undefined && apiKeys === undefined) return undefined;
  return {
    keys: apiKeys === undefined ? undefined : openKeys(apiKeys),
    tokens: authIssuer === undefined ? undefined : tokenRules(authIssuer, options, resource, warn),
    proofs: new MemoryProofs(),
  };
}

function openKeys(path: string): ApiKeys {
  try {
    return new ApiKeys(path);
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
    throw new OptionError(`--api-keys: the file cannot be used (${why}).`, { cause });
  }
}

function tokenRules(issuer: string, options: CommonOptions, resource: URL, warn: (message: string) => void) {
  try {
    safeUrl(issuer);
  } catch (cause) {
    throw new OptionError('--auth-issuer: must be https, or on this machine.', { cause });
  }
  return {
    issuer: createIssuer(issuer, { changed: (what) => warn(`The issuer has changed ${what}.`) }),
    audiences: [resource.href, ...options.authAudience],
    tenantClaim: options.authTenantClaim,
  };
}
