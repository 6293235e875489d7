import { createHash } from 'node:crypto';
import type { Question } from '../engine/engine.ts';

/** Characters of base64, 66 bits: mistakes are told from each other by it, and forgeries by the seal. */
const LENGTH = 11;

/** Names a question: the same for the same statement with the same values, asked of the same source. */
export function statementKey(source: string, { sql, params = [] }: Question): string {
  const named = Array.isArray(params) ? params : Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([source, sql, named]))
    .digest('base64url')
    .slice(0, LENGTH);
}
