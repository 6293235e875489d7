import { answered, forgotten, type IntentRow, isForGood, nameOf } from '../rules/intents.ts';
import type { Intent } from '../tracker/change.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Scope } from './store.ts';

/**
 * Does something once for each intent, and gives what it answered then to whoever comes with the same one. What is kept
 * of it is written with what is done. Throws `ToolError` (`conflict`) where a key stands for something else.
 */
export function once(scope: Scope, kind: string, intent: Intent, work: () => Written): Written {
  const { tenant, person, now } = scope;
  const forGood = isForGood(intent);
  if (!forGood) forgetOld(scope);
  const known = scope.get<IntentRow>(
    'SELECT hash, answer FROM intent WHERE tenant = ? AND person = ? AND kind = ? AND key = ?',
    ...[tenant, person.id, kind, nameOf(intent)],
  );
  if (known !== undefined) return answered(known, intent);
  const answer = work();
  scope.run(
    'INSERT INTO intent(tenant, person, kind, key, hash, at, answer, for_good) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ...[tenant, person.id, kind, nameOf(intent), intent.hash, now, JSON.stringify(answer), forGood ? 1 : 0],
  );
  return answer;
}

function forgetOld({ run, now }: Scope): void {
  const { until, from } = forgotten(now);
  run('DELETE FROM intent WHERE for_good = 0 AND (at <= ? OR at > ?)', until, from);
}
