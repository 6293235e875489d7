import type { ToolError } from '@ashlar/kit/errors';
import type { Terms } from './engine.ts';
import { cancelled, timedOut } from './refusals.ts';

/** Tells once, when a call's time is over or its caller has gone, why it has to stop. */
export class Deadline {
  readonly #timer: NodeJS.Timeout;
  readonly #signal: AbortSignal | undefined;
  readonly #abort: () => void;

  /** `stop` is called at most once, never after `release`. Throws `cancelled` where the signal was aborted before. */
  constructor({ caps, signal }: Terms, stop: (why: ToolError) => void) {
    if (signal?.aborted) throw cancelled();
    const once = (why: ToolError) => {
      this.release();
      stop(why);
    };
    this.#signal = signal;
    this.#abort = () => once(cancelled());
    this.#timer = setTimeout(() => once(timedOut(caps.timeoutMs)), caps.timeoutMs);
    signal?.addEventListener('abort', this.#abort);
  }

  /** The call is over in time. */
  release(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#abort);
  }
}
