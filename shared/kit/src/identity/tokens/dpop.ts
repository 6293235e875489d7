import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, errors, jwtVerify } from 'jose';
import type { State } from '../../state/state.ts';
import { Refused } from '../refused.ts';

/** Signatures that a proof may have. */
export const PROOF_ALGORITHMS = ['ES256', 'ES384', 'ES512', 'RS256', 'PS256', 'EdDSA', 'Ed25519'];
/** Seconds for which a proof is good, in both directions of the clock. */
const WINDOW = 60;
/** Remembers proofs, so that each is used once on all instances. */
export type SeenProofs = Pick<State, 'first'>;

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
 * method, this address, this token, made just now and never seen before. Throws `Refused`, and what
 * `seen` throws where it cannot tell.
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
  const id = `dpop ${request.thumbprint} ${payload.jti}`;
  if (!(await seen.first(id, 2 * WINDOW * 1_000))) throw refused('seen before');
}

async function verified(proof: string) {
  try {
    return await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt', algorithms: PROOF_ALGORITHMS });
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
