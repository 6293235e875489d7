import { apiKeys } from './keys/key-source.ts';
import type { AnySource } from './source.ts';
import { accessTokens } from './tokens/token-source.ts';

/**
 * The sources of identity, from the general to the particular: of several that take the same credential for
 * theirs, the last one judges it, and no other is asked.
 */
export const SOURCES: readonly AnySource[] = [accessTokens, apiKeys];
