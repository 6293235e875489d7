import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { type KeyRing, keyIdOf } from '../../../shared/cli/src/signed/key-ring.ts';

const NAME = 'ASHLAR_SIGNING_KEY';

/**
 * The private key of releases, from the environment: PKCS8, as PEM or as DER in base64. Throws where there is none, where it
 * is no Ed25519 key, and where nobody would believe it. No message has any of the key.
 */
export function signingKey(env: NodeJS.ProcessEnv, ring: KeyRing): KeyObject {
  const text = env[NAME]?.trim();
  if (!text)
    throw new Error(
      `${NAME} is not set. A release is signed, or it is none: docs/verify.md says where the key comes from.`,
    );
  const key = read(text);
  if (key?.asymmetricKeyType !== 'ed25519')
    throw new Error(`${NAME} is no private Ed25519 key in PKCS8 (PEM, or DER in base64).`);
  const id = keyIdOf(createPublicKey(key));
  const listed = ring.get(id);
  if (listed === undefined)
    throw new Error(`${NAME}: the public half of ${id} is not in the list of release keys.`);
  if (listed.revoked !== undefined) throw new Error(`${NAME}: the key ${id} is revoked: ${listed.revoked}.`);
  return key;
}

function read(text: string): KeyObject | undefined {
  try {
    return text.startsWith('-----')
      ? createPrivateKey(text)
      : createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
  } catch {
    return undefined;
  }
}
