import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { ToolError } from '../errors.ts';
import { memoryLimiter } from './memory-limiter.ts';
import type { Rate, State } from './state.ts';

/** Ids remembered at the most; beyond that nothing counts as new until some have lapsed. */
const MAX_REMEMBERED = 100_000;
/** Ids below which nobody looks whether some have lapsed. */
const FEW = 1_024;
/** Milliseconds between two looks at a memory that is full. */
const LOOK_AGAIN_MS = 1_000;

/** The state of a server that runs as one process, gone with it. */
export class MemoryState implements State {
  readonly #until = new Map<string, number>();
  #secret: Uint8Array | undefined;
  #lookAt = FEW;
  #lookedAt = Number.NEGATIVE_INFINITY;

  async first(id: string, ms: number): Promise<boolean> {
    // Not the time of day, which an operator may set back.
    const now = performance.now();
    if ((this.#until.get(id) ?? 0) > now) return false;
    if (this.#until.size >= this.#lookAt) this.#forget(now);
    if (this.#until.size >= MAX_REMEMBERED) {
      throw new ToolError('unavailable', 'This server cannot tell now whether a request is a repetition.', {
        hint: 'Try again in 1 s.',
        retryAfterMs: LOOK_AGAIN_MS,
      });
    }
    this.#until.set(id, now + ms);
    return true;
  }

  limiter(name: string, rate: Rate): RateLimiterAbstract {
    return memoryLimiter(name, rate);
  }

  async secret(): Promise<Uint8Array> {
    this.#secret ??= crypto.getRandomValues(new Uint8Array(32));
    return this.#secret;
  }

  async check(): Promise<void> {}

  async close(): Promise<void> {}

  /** Looks at everything, but only when as much has come as there was, or a second has passed: cheap for each. */
  #forget(now: number): void {
    if (this.#lookAt === MAX_REMEMBERED && now - this.#lookedAt < LOOK_AGAIN_MS) return;
    for (const [id, until] of this.#until) if (until <= now) this.#until.delete(id);
    this.#lookedAt = now;
    this.#lookAt = Math.min(MAX_REMEMBERED, Math.max(FEW, this.#until.size * 2));
  }
}
