import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import * as z from 'zod';
import type { Principal } from '../principal.ts';
import { Refused } from '../refused.ts';
import type { KeyUse } from './key-use.ts';

const instant = z.iso.datetime({ offset: true });

/** One key as the file holds it: everything but the key. */
const storedKey = z.strictObject({
  /** Public: stands in the key itself, in logs and in listings. */
  id: z.string().regex(/^[a-z0-9]{8}$/),
  /** SHA-256 of the whole key, hex. A key is 256 bits of chance, so no slow hash is needed. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  owner: z.string().min(1),
  tenant: z.string().min(1).optional(),
  scopes: z.array(z.string()).min(1),
  notBefore: instant,
  expiresAt: instant,
  revokedAt: instant.optional(),
});
export type StoredKey = z.output<typeof storedKey>;

const keyFile = z.strictObject({ keys: z.array(storedKey) });

/** Whether a credential has the form of a key: `ashlar_<id>_<256 bits>`. */
export function isApiKey(credential: string): boolean {
  return credential.startsWith('ashlar_');
}

/** Makes a key. It is shown once; the file keeps its hash. */
export function newKey(): { id: string; key: string; hash: string } {
  const id = [...randomBytes(8)].map((byte) => (byte % 36).toString(36)).join('');
  const key = `ashlar_${id}_${randomBytes(32).toString('base64url')}`;
  return { id, key, hash: hashOf(key).toString('latin1') };
}

/** Reads a file of keys. Throws `Error` naming the first field at fault. */
export function readKeys(path: string): StoredKey[] {
  const parsed = keyFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data.keys;
  const issue = parsed.error.issues[0];
  throw new Error(`${issue?.path.join('.')}: ${issue?.message}`);
}

/** A key with what every request asks of it. */
interface KnownKey {
  stored: StoredKey;
  /** In hex, as bytes. */
  hash: Buffer;
  /** Milliseconds since 1970. */
  notBefore: number;
  expiresAt: number;
  /** One for all requests, so that what is worked out for a caller can be kept. */
  principal: Principal;
}

/** What a key that is not there is compared with. */
const NO_KEY = Buffer.alloc(64);

/** Keys of a file, read again when the file has changed: a key that is revoked there is refused at once. */
export class ApiKeys {
  readonly #path: string;
  readonly #use: Pick<KeyUse, 'used'> | undefined;
  #keys = new Map<string, KnownKey>();
  #state = '';
  #looked = false;

  /** Throws what `readKeys` throws. `use` is told of every key that was good. */
  constructor(path: string, use?: Pick<KeyUse, 'used'>) {
    this.#path = path;
    this.#use = use;
    this.#refresh();
  }

  /** Throws what `readKeys` throws. */
  all(): Iterable<StoredKey> {
    this.#refresh();
    return [...this.#keys.values()].map(({ stored }) => stored);
  }

  /** Throws `Refused` (`invalid_token`) for a key that is unknown, wrong, not yet or no longer valid. */
  verify(key: string): Principal {
    this.#refresh();
    const known = this.#keys.get(key.split('_')[1] ?? '');
    // A key that is not there costs the same comparison as one that is.
    const matches = timingSafeEqual(hashOf(key), known?.hash ?? NO_KEY);
    if (known === undefined || !matches) throw refused('key: unknown');
    const { stored, principal, notBefore, expiresAt } = known;
    const now = Date.now();
    if (stored.revokedAt !== undefined) throw refused(`key ${stored.id}: revoked`);
    if (now < notBefore) throw refused(`key ${stored.id}: not valid yet`);
    if (now >= expiresAt) throw refused(`key ${stored.id}: expired`);
    this.#use?.used(stored.id);
    return principal;
  }

  /**
   * A file that cannot be read any more opens nothing: the keys known until then stay as they were. Requests that
   * came in at once, in one turn of the event loop, share one look at it.
   */
  #refresh(): void {
    if (this.#looked) return;
    this.#read();
    this.#looked = true;
    setImmediate(() => {
      this.#looked = false;
    });
  }

  #read(): void {
    const { mtimeMs, size, ino } = statSync(this.#path);
    const state = `${mtimeMs} ${size} ${ino}`;
    if (state === this.#state) return;
    this.#keys = new Map(readKeys(this.#path).map((key) => [key.id, knownKey(key)]));
    this.#state = state;
  }
}

function knownKey(stored: StoredKey): KnownKey {
  return {
    stored,
    hash: Buffer.from(stored.hash, 'latin1'),
    notBefore: Date.parse(stored.notBefore),
    expiresAt: Date.parse(stored.expiresAt),
    principal: principalOf(stored),
  };
}

function principalOf({ id, owner, tenant, scopes, notBefore, expiresAt }: StoredKey): Principal {
  return {
    caller: {
      subject: owner,
      ...(tenant !== undefined && { tenant }),
      client: `key ${id}`,
      scopes,
      via: 'key',
    },
    issuedAt: Date.parse(notBefore) / 1_000,
    expiresAt: Date.parse(expiresAt) / 1_000,
    revocable: [id],
  };
}

function refused(reason: string): Refused {
  return new Refused('invalid_token', 'The API key is not valid here.', { reason });
}

/** SHA-256 in hex, as bytes to compare. Asked for as bytes, it would be memory outside the heap for each request. */
function hashOf(key: string): Buffer {
  return Buffer.from(hash('sha256', key), 'latin1');
}
