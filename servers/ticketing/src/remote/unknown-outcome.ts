import { ToolError } from '@ashlar/kit/errors';

/** A write whose answer was lost: what is known to nobody is not told as done, nor as not done. */
export function unknownOutcome(tracker: string, what: string, hint: string, cause: unknown): ToolError {
  return new ToolError('upstream', `${tracker}'s answer was lost: nobody knows whether ${what}.`, {
    hint,
    retryable: false,
    cause,
  });
}
