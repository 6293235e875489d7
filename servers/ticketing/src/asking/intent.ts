import { createHash } from 'node:crypto';
import type { Intent } from '../tracker/change.ts';

/**
 * What makes two calls the same: all that was asked for, in whatever order it came, and the caller's own key where there
 * is one. Values are texts, flags and sets of texts.
 */
export function intentOf(asked: Readonly<Record<string, unknown>>, key: string | undefined): Intent {
  const fields = Object.entries(asked)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, Array.isArray(value) ? [...new Set(value)].sort() : value])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  const hash = createHash('sha256').update(JSON.stringify(fields)).digest('base64url').slice(0, 22);
  return key === undefined ? { hash } : { key, hash };
}
