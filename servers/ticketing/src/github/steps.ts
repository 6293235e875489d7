import { isUncertain } from '../remote/answer-error.ts';
import type { GithubDesk } from './desk.ts';
import { unknownOutcome } from './failures.ts';
import type { Issue } from './issue.ts';
import type { Place } from './repository.ts';

/** One request of a change. */
export interface Step {
  send(): Promise<unknown>;
  /** What of it an issue does not show: fields, and where they are sets, what is not as it was wanted. */
  missingIn(issue: Issue): string[];
}

/**
 * Sends the requests of one change, and reads the issue again: that says what was done, whatever was answered. Ends with
 * the first that fails. Throws its failure where nothing of it was done, and `ToolError` (`upstream`) where an answer was
 * lost and the issue cannot be read either.
 */
export async function writeSteps(
  desk: GithubDesk,
  place: Place,
  id: string,
  steps: readonly Step[],
): Promise<{ issue: Issue; missing: string[] }> {
  const failure = await firstFailure(steps);
  const issue = await desk.issue(place, {}, id).catch((cause) => {
    throw failure !== undefined && failure.at === 0 && !isUncertain(failure.error)
      ? failure.error
      : lost(id, failure?.error ?? cause);
  });
  const missing = steps.flatMap((step) => step.missingIn(issue));
  const isUntouched = steps.every((step) => step.missingIn(issue).length > 0);
  if (failure !== undefined && isUntouched) {
    throw isUncertain(failure.error) ? lost(id, failure.error) : failure.error;
  }
  return { issue, missing };
}

async function firstFailure(steps: readonly Step[]): Promise<{ at: number; error: unknown } | undefined> {
  for (const [at, step] of steps.entries()) {
    try {
      await step.send();
    } catch (error) {
      return { at, error };
    }
  }
  return undefined;
}

function lost(id: string, cause: unknown): Error {
  return unknownOutcome(
    `${id} was changed`,
    'Look at the ticket with get_ticket before anything else; what is not there may be asked for again.',
    cause,
  );
}
