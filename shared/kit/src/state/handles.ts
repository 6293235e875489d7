import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Caller, Handles } from '../context.ts';
import type { State } from './state.ts';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

interface Sealed {
  id: string;
  until: number;
  data: unknown;
}

/**
 * Handles for one purpose and one caller. They are encrypted (AES-256-GCM) with a key of their own for each
 * purpose, and the caller is part of what is authenticated, so nothing has to be remembered between calls and
 * any instance that shares the state can open them.
 */
export function handlesFor(state: State, purpose: string, caller: Caller): Handles {
  const bound = Buffer.from(callerText(caller));
  const key = async () => Buffer.from(hkdfSync('sha256', await state.secret(), '', `handle ${purpose}`, 32));
  return {
    async mint(data, ms) {
      const id = randomBytes(12).toString('base64url');
      const sealed: Sealed = { id, until: Date.now() + ms, data };
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, await key(), iv).setAAD(bound);
      const text = Buffer.concat([cipher.update(JSON.stringify(sealed)), cipher.final()]);
      return { id, handle: Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url') };
    },
    async open(handle) {
      const sealed = unseal(handle, await key(), bound);
      if (sealed === undefined || sealed.until <= Date.now()) return undefined;
      const { id, until, data } = sealed;
      const take = async () => {
        // For no time at all it would not be remembered, and what lapses between the two would be taken by all who try.
        const ms = until - Date.now();
        return ms > 0 && state.first(`handle ${purpose} ${id}`, ms);
      };
      return { id, data, take };
    },
  };
}

function unseal(handle: string, key: Buffer, bound: Buffer): Sealed | undefined {
  const bytes = Buffer.from(handle, 'base64url');
  // Of several ways to write the same bytes only the one that was given away is taken back.
  if (bytes.toString('base64url') !== handle || bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(bound)
      .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const text = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8');
    return JSON.parse(text + decipher.final('utf8'));
  } catch {
    return undefined;
  }
}

/** Who may give a handle back: the same person of the same tenant, through the same program. */
export function callerText({ via, tenant, subject, client }: Caller): string {
  return JSON.stringify([via, tenant ?? null, subject, client ?? null]);
}
