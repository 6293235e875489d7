import { answered, forgotten, type IntentRow, isForGood, nameOf } from '../rules/intents.ts';
import type { Intent } from '../tracker/change.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Scope } from './store.ts';

/** How many of the old ones are forgotten at once, and by how many of those who come. */
const MOST_FORGOTTEN = 200;
const HOW_OFTEN = 1 / 50;

/**
 * Does something once for each intent, and gives what it answered then to whoever comes with the same one. Its place is
 * taken first, so that who comes at the same time waits for the answer. Throws `ToolError` (`conflict`) where a key
 * stands for something else.
 */
export async function once(
  scope: Scope,
  kind: string,
  intent: Intent,
  work: () => Promise<Written>,
): Promise<Written> {
  const mine = [scope.tenant, scope.person.id, kind, nameOf(intent)] as const;
  const known = await takePlace(scope, mine, intent);
  if (known !== undefined) return answered(known, intent);
  if (Math.random() < HOW_OFTEN) await forgetOld(scope);
  const answer = await work();
  await scope.run(
    'UPDATE intent SET answer = $5 WHERE tenant = $1 AND person = $2 AND kind = $3 AND key = $4',
    ...mine,
    JSON.stringify(answer),
  );
  return answer;
}

type Key = readonly [tenant: number, person: string, kind: string, key: string];

/** What is known of an intent; nothing where it is new or forgotten, and then its place is taken. */
async function takePlace(scope: Scope, mine: Key, intent: Intent): Promise<IntentRow | undefined> {
  const { until, from } = forgotten(scope.now);
  const taken = await scope.get(
    `INSERT INTO intent(tenant, person, kind, key, hash, at, answer, for_good) VALUES ($1, $2, $3, $4, $5, $6, '', $7)
     ON CONFLICT(tenant, person, kind, key) DO UPDATE SET hash = excluded.hash, at = excluded.at, answer = ''
       WHERE NOT intent.for_good AND (intent.at <= $8 OR intent.at > $9)
     RETURNING 1`,
    ...mine,
    ...[intent.hash, scope.now, isForGood(intent), until, from],
  );
  if (taken !== undefined) return undefined;
  return scope.get<IntentRow>(
    'SELECT hash, answer FROM intent WHERE tenant = $1 AND person = $2 AND kind = $3 AND key = $4',
    ...mine,
  );
}

/** Those of the tenant that nobody is at. */
async function forgetOld({ run, now, tenant }: Scope): Promise<void> {
  const { until, from } = forgotten(now);
  await run(
    `DELETE FROM intent WHERE ctid = ANY(ARRAY(SELECT ctid FROM intent
       WHERE tenant = $1 AND NOT for_good AND (at <= $2 OR at > $3) LIMIT $4 FOR UPDATE SKIP LOCKED))`,
    ...[tenant, until, from, MOST_FORGOTTEN],
  );
}
