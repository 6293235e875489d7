import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import QuickLRU from 'quick-lru';
import type { Vouched } from '../principal.ts';
import { Refused } from '../refused.ts';
import type { TokenRules } from './access-token.ts';
import { TOLERANCE } from './claims.ts';
import { principalOfAnswer } from './introspected.ts';
import { type ClientCredentials, introspect } from './introspection-endpoint.ts';

/** How long an answer is believed: a token that is revoked at its issuer is refused here after that. */
const ACTIVE_MS = 30_000;
const REFUSED_MS = 5_000;
/** Answers kept; those about bad tokens apart, so that a flood of them drives out no good ones. */
const MAX_ACTIVE = 5_000;
const MAX_REFUSED = 1_000;
/** Requests under way at once, and waiting for that; more are told to come again. */
const MAX_ASKING = 8;
const MAX_WAITING = 64;

/** Verifies opaque tokens by asking their issuer (RFC 7662): once for many calls, and never for a JWT. */
export class Introspection {
  readonly #rules: TokenRules;
  readonly #client: ClientCredentials;
  readonly #active = new QuickLRU<string, Vouched>({ maxSize: MAX_ACTIVE });
  readonly #refused = new QuickLRU<string, Refused>({ maxSize: MAX_REFUSED, maxAge: REFUSED_MS });
  readonly #asking = new Map<string, Promise<Vouched>>();
  readonly #limit = pLimit(MAX_ASKING);

  constructor(rules: TokenRules, client: ClientCredentials) {
    this.#rules = rules;
    this.#client = client;
  }

  /** Throws `Refused`, and `Error` where the issuer cannot be asked. */
  async verify(token: string): Promise<Vouched> {
    // The hash of the token: what is remembered opens nothing.
    const hash = createHash('sha256').update(token).digest('base64url');
    const known = this.#active.get(hash);
    if (known !== undefined) return known;
    const refused = this.#refused.get(hash);
    if (refused !== undefined) throw refused;
    const asking = this.#asking.get(hash) ?? this.#ask(hash, token);
    return asking;
  }

  #ask(hash: string, token: string): Promise<Vouched> {
    if (this.#limit.pendingCount >= MAX_WAITING) throw new Error('Too many tokens wait to be introspected.');
    const asking = this.#limit(() => this.#answer(hash, token)).finally(() => this.#asking.delete(hash));
    this.#asking.set(hash, asking);
    return asking;
  }

  async #answer(hash: string, token: string): Promise<Vouched> {
    const { issuer, audiences, tenantClaim } = this.#rules;
    try {
      const answer = await introspect(token, issuer, this.#client);
      const { issuer: name } = await issuer.metadata();
      const principal = principalOfAnswer(answer, { issuer: name, audiences, tenantClaim });
      const left = (principal.expiresAt + TOLERANCE) * 1_000 - Date.now();
      this.#active.set(hash, principal, { maxAge: Math.max(1, Math.min(left, ACTIVE_MS)) });
      return principal;
    } catch (error) {
      if (error instanceof Refused) this.#refused.set(hash, error);
      throw error;
    }
  }
}
