import { ToolError } from '@ashlar/kit/errors';
import { inShort, refused, said, tooLarge } from '../engine/refusals.ts';
import { wrongValues } from '../statement/named-values.ts';
import type { Failure } from './messages.ts';

/** What a caller is told of a failure inside of a child. */
export function fromFailure({ kind, words: own }: Failure): ToolError {
  const words = inShort(own);
  if (kind === 'refused') return refused(words);
  if (kind === 'said') return said(words);
  if (kind === 'values') return wrongValues(words);
  if (kind === 'large') return tooLarge(words);
  if (kind === 'uncopied') {
    return new ToolError('limited', words, {
      hint: 'Its operator can make a copy without it, and open that.',
      retryable: false,
    });
  }
  if (kind === 'busy') {
    return new ToolError('unavailable', 'The database is being written to, and was not free in time.');
  }
  return new ToolError('unavailable', `The database cannot be read: ${words}`, { retryable: false });
}
