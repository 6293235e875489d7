import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CommandError } from '../command-error.ts';
import released from './release-keys.json' with { type: 'json' };

/** A key as a ring has it; the ring says what it is for, and never what came with a signature. */
export interface ListedKey {
  /** The first 16 hexadecimal digits of the SHA-256 of the public key. */
  id: string;
  algorithm: 'ed25519';
  /** SubjectPublicKeyInfo (RFC 8410), DER, in base64. */
  publicKey: string;
  /** The day since when releases are signed with it, such as 2026-11-21. */
  since: string;
  /** Why nothing that it has signed is believed any more. A key that is merely no longer used has none. */
  revoked?: string;
}

export interface RingKey extends ListedKey {
  key: KeyObject;
}

export type KeyRing = ReadonlyMap<string, RingKey>;

/** The keys of releases of this suite, which came with this program. */
export function releaseKeys(): KeyRing {
  return ringOf(released, 'the keys of ashlar');
}

/** Keys from a file of the same form. Throws `CommandError` where it is none. */
export function keysIn(path: string): KeyRing {
  try {
    return ringOf(JSON.parse(readFileSync(path, 'utf8')), path);
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError(`--keys: ${path} cannot be read as a file of keys.`, { cause });
  }
}

export function keyIdOf(publicKey: KeyObject): string {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

function ringOf(data: unknown, what: string): KeyRing {
  const { keys } = data as { keys?: unknown };
  if (!Array.isArray(keys)) throw new CommandError(`${what}: there is no list called keys.`);
  const read = keys.map((listed) => ringKey(listed as ListedKey, what));
  const ring = new Map(read.map((each) => [each.id, each]));
  if (ring.size !== read.length) throw new CommandError(`${what}: a key is there twice.`);
  return ring;
}

/** Throws `CommandError` for what is no key, and for an id that belongs to another one. */
function ringKey(listed: ListedKey, what: string): RingKey {
  const key = publicKeyOf(listed);
  if (key?.asymmetricKeyType !== 'ed25519' || listed.algorithm !== 'ed25519' || keyIdOf(key) !== listed.id)
    throw new CommandError(
      `${what}: ${JSON.stringify(listed?.id)} is no Ed25519 key with the id it should have.`,
    );
  return { ...listed, key };
}

function publicKeyOf(listed: ListedKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(listed.publicKey, 'base64'), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}
