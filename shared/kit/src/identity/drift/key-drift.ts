import type { StoredKey } from '../keys/api-keys.ts';
import { type AuthPolicy, KEY_ENDS } from './auth-policy.ts';
import type { Concern } from './drift.ts';

const DAY = 24 * 60 * 60_000;

/** What of the keys that are good now is not as it should be. `lastUse` gives milliseconds since 1970. */
export function keyConcerns(
  keys: Iterable<StoredKey>,
  lastUse: (id: string) => number | undefined,
  policy: AuthPolicy,
): Concern[] {
  const now = Date.now();
  return [...keys].flatMap((key) => {
    const [begin, end] = [Date.parse(key.notBefore), Date.parse(key.expiresAt)];
    if (key.revokedAt !== undefined || now < begin || now >= end) return [];
    const unused = now - (lastUse(key.id) ?? begin);
    const days = (ms: number) => ({ days: Math.floor(ms / DAY) });
    const who = { about: key.id, tenant: key.tenant };
    const concerns: (Concern | false)[] = [
      now - begin > policy['key-age'] && { ...who, kind: 'key old', details: days(now - begin) },
      end - now <= KEY_ENDS.soon && { ...who, kind: endsIn(end - now), details: days(end - now) },
      unused > policy['key-unused'] && { ...who, kind: 'key unused', details: days(unused) },
    ];
    return concerns.filter((concern) => concern !== false);
  });
}

function endsIn(ms: number): 'key ends soon' | 'key about to end' {
  return ms <= KEY_ENDS.now ? 'key about to end' : 'key ends soon';
}
