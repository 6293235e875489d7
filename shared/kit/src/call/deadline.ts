import { ToolError } from '../errors.ts';

/**
 * Runs a task that must stop when the caller cancels or `ms` milliseconds have passed, and stops waiting for
 * it then, also when the task itself does not listen. Throws `ToolError` (`cancelled` or `timeout`).
 */
export async function withDeadline<T>(
  outer: AbortSignal,
  ms: number,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let stop: (error: ToolError) => void = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = (error) => {
      reject(error);
      controller.abort(error);
    };
  });
  const cancel = () => stop(new ToolError('cancelled', 'The call was cancelled.'));
  const timer = setTimeout(() => stop(timeoutError(ms)), ms);
  outer.addEventListener('abort', cancel, { once: true });
  try {
    if (outer.aborted) cancel();
    // The race goes on looking at both: a task may fail after it was given up on.
    return await Promise.race([outer.aborted ? stopped : task(controller.signal), stopped]);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', cancel);
  }
}

function timeoutError(ms: number): ToolError {
  return new ToolError('timeout', `The call took longer than ${ms / 1000} s and was stopped.`, {
    hint: 'Ask for less at once.',
  });
}
