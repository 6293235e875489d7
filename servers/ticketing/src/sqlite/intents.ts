import { type Intent, SAME_WITHIN_MS } from '../tracker/change.ts';
import { otherIntent } from '../tracker/refusals.ts';
import type { Written } from '../tracker/ticket.ts';
import type { Scope } from './store.ts';

interface IntentRow {
  hash: string;
  at: number;
  answer: string;
}

/**
 * Does something once for each intent, and gives what it answered then to whoever comes with the same one. What is kept
 * of it is written with what is done. Throws `ToolError` (`conflict`) where a key stands for something else.
 */
export function once(scope: Scope, kind: string, { key, hash }: Intent, work: () => Written): Written {
  const isForGood = key !== undefined;
  // A key of the caller's cannot look like a hash of ours.
  const name = isForGood ? `key:${key}` : `hash:${hash}`;
  if (!isForGood) forgetOld(scope);
  const known = scope.get<IntentRow>(
    'SELECT hash, at, answer FROM intent WHERE tenant = ? AND person = ? AND kind = ? AND key = ?',
    ...[scope.tenant, scope.person.id, kind, name],
  );
  if (known !== undefined && known.hash !== hash) throw otherIntent();
  if (known !== undefined) return { ...JSON.parse(known.answer), replayed: true };
  const answer = work();
  scope.run(
    'INSERT INTO intent(tenant, person, kind, key, hash, at, answer, for_good) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ...[
      scope.tenant,
      scope.person.id,
      kind,
      name,
      hash,
      scope.now,
      JSON.stringify(answer),
      isForGood ? 1 : 0,
    ],
  );
  return answer;
}

/** Those from before the time, and those from after now: the clock was put back, and nobody knows how old they are. */
function forgetOld({ run, now }: Scope): void {
  run(
    'DELETE FROM intent WHERE for_good = 0 AND (at <= ? OR at > ?)',
    now - SAME_WITHIN_MS,
    now + SAME_WITHIN_MS,
  );
}
