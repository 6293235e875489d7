import { defineSource } from '../source.ts';
import { tokenOptions } from './token-options.ts';

/** Access tokens of an issuer: JWTs, and opaque ones that it is asked about. */
export const accessTokens = defineSource({
  via: 'token',
  scheme: 'Bearer',
  options: tokenOptions,
  on: 'authIssuer',
  // Cryptography is loaded where somebody can present a token.
  open: async (url, needs) => (await import('./open-tokens.ts')).openAccessTokens(url, needs),
});
