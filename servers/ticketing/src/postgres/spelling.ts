import type { Spelling } from '../rules/spelling.ts';
import { takeTurns } from './locks.ts';
import type { Scope } from './store.ts';

/**
 * A label that is in use with other capitals is that label. Where one is new, nobody else makes a label until this
 * transaction is over: it might be the same with other capitals.
 */
export async function spellingOf(scope: Scope, labels: readonly string[]): Promise<Spelling> {
  if (labels.length === 0) return (label) => label;
  let known = await spelledSo(scope, labels);
  if (labels.some((label) => !known.has(lower(label)))) {
    await takeTurns(scope, 'labels');
    known = await spelledSo(scope, labels);
  }
  return (label) => known.get(lower(label)) ?? label;
}

async function spelledSo({ all, tenant }: Scope, labels: readonly string[]): Promise<Map<string, string>> {
  const rows = await all<{ name: string }>(
    'SELECT DISTINCT name FROM label WHERE tenant = $1 AND lower(name) = ANY($2)',
    ...[tenant, labels.map(lower)],
  );
  return new Map(rows.map(({ name }) => [lower(name), name]));
}

/** As PostgreSQL does it where no language is meant: A to Z alone. */
export function lower(label: string): string {
  return label.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
