import { ToolError } from '@ashlar/kit/errors';
import { type AnswerError, headerOf } from '../remote/answer-error.ts';

/** Milliseconds to wait after a secondary limit that names no time, as GitHub's documentation asks. */
const UNNAMED_MS = 60_000;
/** Milliseconds that are told at least, and at most: the limits themselves are of an hour. */
const SHORTEST_MS = 1_000;
const LONGEST_MS = 24 * 60 * 60_000;

/** What a limit is told as; undefined for an error that is none. Nothing was changed. */
export function limitOf(error: AnswerError, now: number): ToolError | undefined {
  if (error.status !== 403 && error.status !== 429) return undefined;
  const seconds = Number(headerOf(error, 'retry-after') ?? Number.NaN);
  const isUsedUp = headerOf(error, 'x-ratelimit-remaining') === '0';
  const isSecondary =
    error.status === 429 || Number.isFinite(seconds) || /secondary rate/i.test(error.message);
  if (!isUsedUp && !isSecondary) return undefined;
  // Both limits may be told of at once; the one with a time of its own is the stricter.
  if (Number.isFinite(seconds)) return limited('asks to slow down', seconds * 1000, now);
  if (!isUsedUp) return limited('asks to slow down', UNNAMED_MS, now);
  const reset = Number(headerOf(error, 'x-ratelimit-reset') ?? Number.NaN) * 1000;
  const wait = Number.isFinite(reset) ? reset - now : UNNAMED_MS;
  const resource = headerOf(error, 'x-ratelimit-resource');
  return limited(`allows no more requests${resource === 'search' ? ' to its search' : ''}`, wait, now);
}

function limited(what: string, asked: number, now: number): ToolError {
  const wait = Math.min(Math.max(asked, SHORTEST_MS), LONGEST_MS);
  const until = new Date(now + wait).toISOString().replace(/\.\d+Z$/, 'Z');
  return new ToolError('limited', `GitHub ${what} until ${until}. Nothing was changed.`, {
    hint: `Wait ${Math.ceil(wait / 1000)} s. Asking sooner makes it longer.`,
    retryAfterMs: wait,
  });
}
