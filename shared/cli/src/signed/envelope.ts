import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonical } from '@ashlar/kit/canonical';
import { type KeyRing, keyIdOf, type RingKey } from './key-ring.ts';
import { NotVerified } from './not-verified.ts';
import { SIGNATURE } from './statement.ts';

/** DSSE, https://github.com/secure-systems-lab/dsse: the algorithm is a matter of the key, so no file can choose a weaker one. */
interface Envelope {
  payloadType: string;
  payload: string;
  signatures: readonly { keyid: string; sig: string }[];
}

const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** A statement in its canonical form (RFC 8785), with an Ed25519 signature (RFC 8032), as a file. */
export function sealed(statement: object, privateKey: KeyObject): string {
  const payload = Buffer.from(canonical(statement));
  const sig = sign(null, signedBytes(payload), privateKey).toString('base64');
  const keyid = keyIdOf(createPublicKey(privateKey));
  return fileOf({
    payloadType: PAYLOAD_TYPE,
    payload: payload.toString('base64'),
    signatures: [{ keyid, sig }],
  });
}

/**
 * What was signed, and with which key of the ring. Throws `NotVerified` for an unknown key, a revoked one, a wrong
 * signature, and for a file with anything in it that `sealed` would have written in another way: two readers of it,
 * who take the first or the last of two equal keys, shall not read two things.
 */
export function opened(text: string, ring: KeyRing): { statement: unknown; key: RingKey } {
  const { payload, signatures } = envelopeIn(text);
  const [{ keyid, sig }] = signatures as [Envelope['signatures'][number]];
  const key = ring.get(keyid);
  if (key === undefined)
    throw new NotVerified(`it is signed with the key ${keyid}, which is not among those that are believed`);
  if (key.revoked !== undefined)
    throw new NotVerified(`it is signed with the key ${keyid}, which is revoked: ${key.revoked}`);
  const bytes = Buffer.from(payload, 'base64');
  if (!verify(null, signedBytes(bytes), key.key, Buffer.from(sig, 'base64')))
    throw new NotVerified(`the signature of ${SIGNATURE} is not that of the key ${keyid} for what it says`);
  const statement: unknown = JSON.parse(bytes.toString('utf8'));
  if (canonical(statement) !== bytes.toString('utf8'))
    throw new NotVerified(`what ${SIGNATURE} says is not in its canonical form`);
  return { statement, key };
}

function envelopeIn(text: string): Envelope {
  const envelope = parsed(text);
  const { payloadType, payload, signatures } = envelope ?? {};
  const [first] = Array.isArray(signatures) ? signatures : [];
  const { keyid, sig } = first ?? {};
  const isWhole =
    payloadType === PAYLOAD_TYPE && [payload, sig].every(isBase64) && /^[0-9a-f]{16}$/.test(String(keyid));
  const written = { payloadType, payload, signatures: [{ keyid, sig }] } as Envelope;
  if (isWhole && fileOf(written) === text) return written;
  throw new NotVerified(`${SIGNATURE} is not as ashlar writes it`);
}

function parsed(text: string): Partial<Envelope> | undefined {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

/** In the one form that encodes these bytes. */
function isBase64(text: unknown): boolean {
  return typeof text === 'string' && Buffer.from(text, 'base64').toString('base64') === text;
}

/** What a signature is made of ("pre-authentication encoding"): what it says cannot be taken for another kind of thing. */
function signedBytes(payload: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${payload.length} `),
    payload,
  ]);
}

function fileOf(envelope: Envelope): string {
  return `${JSON.stringify(envelope, null, 2)}\n`;
}
