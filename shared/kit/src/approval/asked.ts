import { createHash } from 'node:crypto';
import type { Opened } from '../context.ts';
import type { Preview } from '../define.ts';
import { ToolError } from '../errors.ts';
import { type Answer, refuseUnlessAccepted } from './answer.ts';

/** What a person was asked, sealed while it is with the client: nothing of it may be another when they answer. */
export interface Asked {
  arguments: string;
  version: string | null;
}

/** What a person has approved, while the call asks its client for more. */
export interface Approved {
  /** Of the approval. */
  id: string;
  version: string | null;
}

export function askedOf(input: unknown, preview: Preview | undefined): Asked {
  const hash = createHash('sha256').update(JSON.stringify(input)).digest('base64url');
  return { arguments: hash, version: preview?.version ?? null };
}

/**
 * Takes an answer. Throws `ToolError` unless it is the first one, a yes, to a question that would be asked in the
 * same way now.
 */
export async function settle(opened: Opened, answer: Answer, now: Asked): Promise<void> {
  const then = opened.data as Asked;
  // Whatever it is: an answer is given once.
  if (!(await opened.take())) throw notThisQuestion();
  refuseUnlessAccepted(answer);
  if (then.arguments !== now.arguments) throw notThisQuestion();
  refuseUnlessSame(then, now);
}

/** What is changed must be what was approved. Throws `ToolError` (`conflict`) where it is not any more. */
export function refuseUnlessSame(then: Pick<Asked, 'version'>, now: Pick<Asked, 'version'>): void {
  if (then.version === now.version) return;
  throw new ToolError('conflict', 'What was approved has changed since then. Nothing was done.', {
    hint: 'Look at it again, and call again if it is still wanted: a person is asked anew.',
  });
}

export function notThisQuestion(): ToolError {
  return new ToolError(
    'forbidden',
    'This is no approval of this call: it is of another one, used or expired.',
    {
      hint: 'Call again without a request state: a person is asked anew.',
      retryable: false,
    },
  );
}
