import { ToolError } from '../errors.ts';
import { QUESTION } from './question.ts';

/** Milliseconds a person has to answer. */
export const ANSWER_MS = 10 * 60_000;

/** What a client says a person has answered. */
export type Answer = 'accept' | 'decline' | 'cancel';

/** Reads the answer to our question. Throws `ToolError` (`invalid_input`) where there is none. */
export function answerIn(answers: Readonly<Record<string, unknown>> | undefined): Answer {
  const action = (answers?.[QUESTION] as { action?: unknown } | undefined)?.action;
  if (action === 'accept' || action === 'decline' || action === 'cancel') return action;
  throw new ToolError('invalid_input', 'The answer of the person is missing.', {
    hint: 'Call again without a request state: a person is asked anew.',
    retryable: false,
  });
}

/** Ends a call that nobody approved: a person who said no is not asked twice. */
export function refuseUnlessAccepted(answer: Answer): void {
  if (answer === 'accept') return;
  const what = answer === 'decline' ? 'A person declined this.' : 'A person dismissed the question.';
  throw new ToolError('forbidden', `${what} Nothing was done.`, {
    hint: 'Do not try it again unless that person asks for it.',
    retryable: false,
  });
}
