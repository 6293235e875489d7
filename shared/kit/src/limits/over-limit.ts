import type { RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import { ToolError } from '../errors.ts';
import { unreachable } from '../state/unreachable.ts';

/** A call over a limit: the wait stands in the words for a model, and in `retryAfterMs` for a program. */
export function overLimit(message: string, ms: number): ToolError {
  const retryAfterMs = Math.max(1, Math.ceil(ms));
  return new ToolError('limited', message, {
    hint: `Try again in ${secondsOf(retryAfterMs)} s.`,
    retryAfterMs,
  });
}

/** Whole seconds to wait, as `Retry-After` has them: never fewer than it takes. */
export function secondsOf(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000));
}

/** Uses one point. Throws `ToolError`: `limited` where none is left, `unavailable` where nobody can tell. */
export async function use(limiter: RateLimiterAbstract, key: string, message: () => string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (refused instanceof Error) throw unreachable(refused);
    throw overLimit(message(), (refused as RateLimiterRes).msBeforeNext);
  }
}
