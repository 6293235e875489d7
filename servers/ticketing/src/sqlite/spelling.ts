import type { Spelling } from '../rules/spelling.ts';
import type { Scope } from './store.ts';

/** A label that is in use with other capitals is that label. */
export function spellingIn({ get, tenant }: Scope): Spelling {
  return (label) => {
    const known = get<{ name: string }>(
      'SELECT name FROM label WHERE tenant = ? AND name = ? COLLATE NOCASE LIMIT 1',
      ...[tenant, label],
    );
    return known?.name ?? label;
  };
}
