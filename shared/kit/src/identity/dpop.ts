import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, errors, jwtVerify } from 'jose';
import { Refused } from './refused.ts';

const ALGORITHMS = ['ES256', 'ES384', 'ES512', 'RS256', 'PS256', 'EdDSA', 'Ed25519'];
/** Seconds for which a proof is good, in both directions of the clock. */
const WINDOW = 60;
/** Proofs remembered at the most; beyond that nothing is accepted until the oldest have lapsed. */
const MAX_REMEMBERED = 100_000;

/** Remembers proofs, so that each is used once. */
export interface SeenProofs {
  /** Whether this is the first time within `seconds`. */
  first(id: string, seconds: number): Promise<boolean>;
}

export interface ProofFor {
  method: string;
  /** The address the client called, without query and fragment. */
  url: string;
  token: string;
  /** The thumbprint that the token is bound to. */
  thumbprint: string;
}

/**
 * Verifies the proof that a token's sender has its key (RFC 9449, 4.3): signature by the key it carries, this
 * method, this address, this token, made just now and never seen before. Throws `Refused`.
 */
export async function verifyProof(
  proof: string | undefined,
  request: ProofFor,
  seen: SeenProofs,
): Promise<void> {
  if (proof === undefined) throw refused('missing');
  const { payload, protectedHeader } = await verified(proof);
  if (
    protectedHeader.jwk === undefined ||
    (await calculateJwkThumbprint(protectedHeader.jwk)) !== request.thumbprint
  ) {
    throw refused('another key');
  }
  if (payload.htm !== request.method) throw refused('another method');
  if (typeof payload.htu !== 'string' || withoutQuery(payload.htu) !== withoutQuery(request.url))
    throw refused('another address');
  if (payload.ath !== createHash('sha256').update(request.token).digest('base64url'))
    throw refused('another token');
  if (typeof payload.iat !== 'number' || Math.abs(Date.now() / 1_000 - payload.iat) > WINDOW)
    throw refused('too old');
  if (typeof payload.jti !== 'string' || payload.jti.length > 256) throw refused('no id');
  if (!(await seen.first(`${request.thumbprint} ${payload.jti}`, 2 * WINDOW))) throw refused('seen before');
}

async function verified(proof: string) {
  try {
    return await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt', algorithms: ALGORITHMS });
  } catch (error) {
    if (error instanceof errors.JOSEError) throw refused(error.code, error);
    throw error;
  }
}

function withoutQuery(url: string): string | undefined {
  try {
    const { origin, pathname } = new URL(url);
    return origin + pathname;
  } catch {
    return undefined;
  }
}

function refused(reason: string, cause?: unknown): Refused {
  return new Refused('invalid_dpop_proof', 'The DPoP proof is not valid for this request.', {
    reason: `dpop: ${reason}`,
    cause,
  });
}

/** Proofs seen by this process. Several instances behind a balancer share theirs through a store instead. */
export class MemoryProofs implements SeenProofs {
  readonly #until = new Map<string, number>();

  async first(id: string, seconds: number): Promise<boolean> {
    const now = Date.now();
    // Entries lapse in the order they came, as all live equally long.
    for (const [old, until] of this.#until) {
      if (until > now) break;
      this.#until.delete(old);
    }
    if (this.#until.has(id) || this.#until.size >= MAX_REMEMBERED) return false;
    this.#until.set(id, now + seconds * 1_000);
    return true;
  }
}
