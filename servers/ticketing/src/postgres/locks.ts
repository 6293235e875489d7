import type { Scope } from './store.ts';

/**
 * What of a tenant only one transaction at a time decides on: its `links`, whose circles no lock of a ticket can see, and
 * how its `labels` are spelled. Taken before tickets are locked, and held until the transaction is over.
 */
export async function takeTurns({ run, tenant }: Scope, what: 'links' | 'labels'): Promise<void> {
  await run(
    'SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || $1, $2))',
    ...[` ${what}`, tenant],
  );
}
