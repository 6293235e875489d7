import { ToolError } from '../errors.ts';

/** Milliseconds after which the next try makes sense: connections come back by themselves. */
const RETRY_MS = 1_000;

/** The store cannot be reached, so what it should have decided is refused. `cause` never leaves the process. */
export function unreachable(cause: unknown): ToolError {
  return new ToolError('unavailable', 'This server cannot reach the store that its instances share.', {
    hint: `Try again in ${RETRY_MS / 1_000} s.`,
    retryAfterMs: RETRY_MS,
    cause,
  });
}
