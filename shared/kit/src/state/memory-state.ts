import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { ToolError } from '../errors.ts';
import { memoryLimiter } from './memory-limiter.ts';
import type { Rate, State } from './state.ts';

/** Ids remembered at the most; beyond that nothing counts as new until some have lapsed. */
const MAX_REMEMBERED = 100_000;
/** Ids below which nobody looks whether some have lapsed. */
const FEW = 1_024;
/** Texts that are kept at the most; beyond that the oldest is forgotten, and what it was is not known any more. */
const MAX_KEPT = 20_000;
/** Milliseconds between two looks at a memory that is full. */
const LOOK_AGAIN_MS = 1_000;

interface Kept {
  text: string;
  at: number;
  until: number;
}

/** The state of a server that runs as one process, gone with it. */
export class MemoryState implements State {
  readonly #until = new Map<string, number>();
  readonly #kept = new Map<string, Kept>();
  /** Nothing that was kept after this is forgotten. */
  #knowsSince = performance.now();
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

  async keep(id: string, text: string, ms: number): Promise<void> {
    const now = performance.now();
    this.#kept.delete(id); // to the end: those that were kept longest ago are first
    this.#kept.set(id, { text, at: now, until: now + ms });
    if (this.#kept.size <= MAX_KEPT) return;
    const [oldest, { at, until }] = this.#kept.entries().next().value as [string, Kept];
    this.#kept.delete(oldest);
    if (until > now) this.#knowsSince = at;
  }

  async kept(id: string): Promise<string | undefined> {
    const kept = this.#kept.get(id);
    return kept === undefined || kept.until <= performance.now() ? undefined : kept.text;
  }

  remembers(): number {
    return performance.now() - this.#knowsSince;
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
