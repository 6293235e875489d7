import { answered, forgotten, type IntentRow, isForGood, nameOf } from '../rules/intents.ts';
import type { Intent } from '../tracker/change.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Scope } from './store.ts';

/** Old ones of others that are forgotten beside one's own. */
const MOST_FORGOTTEN = 20;

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
  if (!isForGood(intent)) await forgetOld(scope, mine);
  const known = await takePlace(scope, mine, intent);
  if (known !== undefined) return answered(known, intent);
  const answer = await work();
  await scope.run(
    'UPDATE intent SET answer = $5 WHERE tenant = $1 AND person = $2 AND kind = $3 AND key = $4',
    ...mine,
    JSON.stringify(answer),
  );
  return answer;
}

type Key = readonly [tenant: number, person: string, kind: string, key: string];

/** What is known of an intent; nothing where it is new, and then its place is taken. */
async function takePlace(scope: Scope, mine: Key, intent: Intent): Promise<IntentRow | undefined> {
  for (;;) {
    const taken = await scope.get(
      `INSERT INTO intent(tenant, person, kind, key, hash, at, answer, for_good) VALUES ($1, $2, $3, $4, $5, $6, '', $7)
       ON CONFLICT DO NOTHING RETURNING 1`,
      ...mine,
      ...[intent.hash, scope.now, isForGood(intent)],
    );
    if (taken !== undefined) return undefined;
    const known = await scope.get<IntentRow>(
      'SELECT hash, answer FROM intent WHERE tenant = $1 AND person = $2 AND kind = $3 AND key = $4',
      ...mine,
    );
    // Otherwise it was just forgotten by somebody else.
    if (known !== undefined) return known;
  }
}

/** One's own surely, and others that nobody is at. */
async function forgetOld({ run, now, tenant }: Scope, mine: Key): Promise<void> {
  const { until, from } = forgotten(now);
  await run(
    `DELETE FROM intent WHERE tenant = $1 AND person = $2 AND kind = $3 AND key = $4
       AND NOT for_good AND (at <= $5 OR at > $6)`,
    ...mine,
    ...[until, from],
  );
  await run(
    `DELETE FROM intent WHERE ctid = ANY(ARRAY(SELECT ctid FROM intent
       WHERE tenant = $1 AND NOT for_good AND (at <= $2 OR at > $3) LIMIT $4 FOR UPDATE SKIP LOCKED))`,
    ...[tenant, until, from, MOST_FORGOTTEN],
  );
}
