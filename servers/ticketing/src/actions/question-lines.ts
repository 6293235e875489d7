import { ToolError } from '@ashlar/kit/errors';
import { type Action, amountOf, amountText, type Given, inHundredths } from './action.ts';
import type { Standing } from './ledger.ts';

/** Characters of all that was given. More would be cut off from the question. */
const MOST = 3_000;

/**
 * What a person is asked about: each parameter exactly, what was done before for the same ticket, and how much of the
 * limits is used. Throws `ToolError` (`invalid_input`) where it cannot be shown whole.
 */
export function questionLines(action: Action, given: Given, { used, earlier }: Standing): string[] {
  const exact = Object.keys(action.params)
    .filter((name) => given[name] !== undefined)
    .map((name) => `${name}: ${JSON.stringify(given[name])}`);
  if (exact.join('\n').length > MOST) {
    throw new ToolError(
      'invalid_input',
      'The parameters are too long for a person to be shown all of them.',
      {
        hint: 'Make the texts shorter.',
      },
    );
  }
  const before = earlier.map(
    ({ at, amount, outcome }) => `before, for this ticket: ${amountText(amount)}, ${outcome}, ${at}`,
  );
  return [...exact, ...before, ...limitLines(action, amountOf(action, given), used)];
}

function limitLines({ limits }: Action, amount: number, used: Standing['used']): string[] {
  const line = (whom: string, limit: number | undefined, sum: number) =>
    limit === undefined
      ? []
      : [
          `with this, in 24 hours, ${whom}: ${amountText(sum + amount)} of ${amountText(inHundredths(limit))}`,
        ];
  return [
    ...line('by this caller', limits.callerDay, used.caller),
    ...line('by all', limits.tenantDay, used.tenant),
  ];
}
