import type { IncomingMessage } from 'node:http';
import type { IdentityWatch } from './drift/watch.ts';
import { type Claim, credentialOf, type Opened, type Presentation, presentationOf } from './presentation.ts';
import type { Principal, Vouched } from './principal.ts';
import { Refused } from './refused.ts';
import { checkNotEnded, type Revocations } from './revocation/revocations.ts';
import { type SeenProofs, verifyProof } from './tokens/dpop.ts';

/** What of a request decides who sends it. */
export type Asking = Pick<IncomingMessage, 'headers' | 'socket' | 'method'> & {
  /** As the client addressed it, with its query. */
  originalUrl: string;
};

interface Parts {
  /** At least one. */
  sources: readonly Opened[];
  resource(): URL;
  revocations: Revocations | undefined;
  proofs: SeenProofs;
  /** Is told who was let in and who was refused. */
  watch: IdentityWatch;
}

/** A caller who was let in. */
export interface Admitted {
  principal: Principal;
  /** Verifies the same credential anew, for what goes on after the request: throws when it is good no more. */
  verifyAgain(): Promise<unknown>;
}

/** Finds out who sends a request: by the sources that are open, and by nothing else. */
export class Authenticator {
  readonly sources: readonly Opened[];
  readonly revocations: Revocations | undefined;
  readonly watch: IdentityWatch;
  readonly #parts: Parts;
  /** Looked for once, for all who ask what a request presents. */
  readonly #presented = new WeakMap<Asking, Presentation>();
  /** One for all requests with a credential, so that what is worked out for a caller can be kept. */
  readonly #principals = new WeakMap<Vouched, Principal>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.sources = parts.sources;
    this.revocations = parts.revocations;
    this.watch = parts.watch;
  }

  /** What a request presents. Nothing is verified. */
  presented(request: Asking): Presentation {
    const known = this.#presented.get(request);
    if (known !== undefined) return known;
    const presented = presentationOf(request, this.sources);
    this.#presented.set(request, presented);
    return presented;
  }

  /** Throws `Refused`, and anything else where it cannot be told; never lets anyone in by default. */
  async authenticate(request: Asking): Promise<Admitted> {
    try {
      const claim = credentialOf(this.presented(request), request.originalUrl);
      const verifyAgain = () => this.#verify(claim);
      const principal = await verifyAgain();
      await this.#checkBinding(principal, claim.credential, request);
      claim.by.source.admitted?.(principal);
      return { principal, verifyAgain };
    } catch (error) {
      if (error instanceof Refused) this.watch.refused(error);
      throw error;
    }
  }

  async close(): Promise<void> {
    this.watch.close();
    for (const { source } of this.sources) source.close?.();
    await this.revocations?.close();
  }

  async #verify({ by, credential }: Claim): Promise<Principal> {
    const principal = this.#principalOf(await by.source.verify(credential), by);
    if (this.revocations !== undefined) await checkNotEnded(principal, this.revocations);
    return principal;
  }

  #principalOf(vouched: Vouched, { via }: Opened): Principal {
    const known = this.#principals.get(vouched);
    if (known !== undefined) return known;
    const principal = { ...vouched, caller: { ...vouched.caller, via } };
    this.#principals.set(vouched, principal);
    return principal;
  }

  /** Whatever is bound is worth nothing without its key, and may not be passed off as unbound (RFC 9449, 7.2). */
  async #checkBinding({ boundTo }: Principal, token: string, request: Asking): Promise<void> {
    const asDpop = this.presented(request).authorization?.scheme === 'dpop';
    if (boundTo === undefined && !asDpop) return;
    if (boundTo === undefined || !asDpop) {
      throw new Refused('invalid_token', 'The token and its scheme do not fit together.', {
        reason: 'dpop: scheme',
      });
    }
    const { dpop } = request.headers;
    const method = request.method ?? '';
    const url = this.#parts.resource().href;
    const proof = typeof dpop === 'string' ? dpop : undefined;
    await verifyProof(proof, { method, url, token, thumbprint: boundTo }, this.#parts.proofs);
  }
}
