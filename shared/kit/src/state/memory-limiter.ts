import type { RateLimiterAbstract, RateLimiterMemory } from 'rate-limiter-flexible';
// @ts-expect-error -- The package has types for its index alone, which would bring the drivers of all its stores.
import Memory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import type { Rate } from './state.ts';

/** A limiter that counts in this process: about 250 bytes and a timer a key, until its window has passed. */
export function memoryLimiter(name: string, { points, seconds }: Rate): RateLimiterAbstract {
  const Limiter = Memory as typeof RateLimiterMemory;
  return new Limiter({ keyPrefix: name, points, duration: seconds });
}
