import { hash } from 'node:crypto';
import type { Vouched } from '../principal.ts';

/** Milliseconds for which a token that was verified is taken for it: as late as a withdrawn key is noticed. */
export const KEPT_MS = 30_000;
const MAX_KEPT = 1_000;

/**
 * Tokens that were verified a moment ago. A signature costs as much as a third of a whole request, and clients
 * send the same token with each. What can change from one request to the next is not kept: whether the grant
 * was ended, and the proof of a bound token, are looked at every time.
 */
export class VerifiedTokens {
  /** By the hash of a token: the tokens themselves are not kept. */
  readonly #kept = new Map<string, { principal: Vouched; until: number }>();

  get size(): number {
    return this.#kept.size;
  }

  /** Who sends a token. Throws what `verify` throws; what it threw for is verified again. */
  async principal(token: string, verify: (token: string) => Promise<Vouched>): Promise<Vouched> {
    const key = hash('sha256', token, 'base64');
    const known = this.#kept.get(key);
    if (known !== undefined && Date.now() < known.until) return known.principal;
    this.#kept.delete(key);
    const principal = await verify(token);
    this.#keep(key, principal);
    return principal;
  }

  #keep(key: string, principal: Vouched): void {
    const now = Date.now();
    const until = Math.min(now + KEPT_MS, principal.expiresAt * 1_000);
    if (until <= now) return;
    const oldest = this.#kept.keys().next();
    if (this.#kept.size >= MAX_KEPT && !oldest.done) this.#kept.delete(oldest.value);
    this.#kept.set(key, { principal, until });
  }
}
