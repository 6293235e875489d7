import type { Response } from 'express';
import { secondsOf } from '../limits/over-limit.ts';
import { refuse } from './refuse.ts';

/**
 * 429 (RFC 6585, 4) with the wait where each kind of client looks for it: in `Retry-After`, in whole seconds
 * (RFC 9110, 10.2.3), in the words of the error and, for a program, in its data.
 */
export function tooMany(response: Response, message: string, ms: number): void {
  const retryAfterMs = Math.max(1, Math.ceil(ms));
  const seconds = secondsOf(retryAfterMs);
  response.set('Retry-After', String(seconds));
  refuse(response, 429, {
    code: -32_000,
    message: `${message} Try again in ${seconds} s.`,
    data: { code: 'limited', retryable: true, retryAfterMs },
  });
}
