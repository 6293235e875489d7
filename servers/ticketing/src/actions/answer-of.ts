import { ToolError } from '@ashlar/kit/errors';
import type { Action } from './action.ts';
import type { Entry } from './ledger.ts';

/** What a caller is told. Throws `ToolError` (`upstream`) for whatever is not done: the same for the same key, always. */
export function answerOf({ name }: Action, { why, ...entry }: Entry): Entry {
  const { outcome, number, written } = entry;
  if (outcome === 'done') return entry;
  const because = why === undefined ? '' : `: ${why}`;
  if (outcome === 'refused') {
    throw new ToolError('upstream', `${name} was refused${because}. Nothing was done.`, {
      hint: `The history of ${written.id} tells of it. What is wanted another time takes another key.`,
      retryable: false,
    });
  }
  throw new ToolError('upstream', `Nobody knows whether ${name} was done${because}.`, {
    hint: `Do not try it again, with this key or another: a person has to look for the request ${number} where it would have been done. The history of ${written.id} tells of it.`,
    retryable: false,
  });
}
