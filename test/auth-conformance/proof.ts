import { createHash, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';

/** A key that tokens are bound to, and proofs made with (RFC 9449). */
export interface ProofKey {
  privateKey: KeyObject;
  jwk: JsonWebKey;
}

export function newKey(): ProofKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, jwk: publicKey.export({ format: 'jwk' }) };
}

export interface Claims {
  htm: string;
  htu: string;
  /** The token it goes with; none for the token endpoint. */
  token?: string;
}

/** A proof, right but for what is said of its header and claims; undefined takes one out. */
export function proofOf(
  { privateKey, jwk }: ProofKey,
  { token, ...target }: Claims,
  change: { header?: object; claims?: object } = {},
): string {
  const ath = token === undefined ? undefined : createHash('sha256').update(token).digest('base64url');
  const header = { alg: 'ES256', typ: 'dpop+jwt', jwk, ...change.header };
  const claims = {
    ...target,
    ath,
    iat: Math.floor(Date.now() / 1_000),
    jti: crypto.randomUUID(),
    ...change.claims,
  };
  const signed = `${encoded(header)}.${encoded(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

export function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
