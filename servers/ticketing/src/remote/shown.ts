import type { Rev } from '../tracker/ticket.ts';

/** States that are remembered: those a caller may have seen lately. */
const MOST = 500;

/**
 * Tickets as they were shown. Few trackers keep what becomes of a text, or give back a state that is gone; with this a
 * refusal can tell what changed since.
 */
export class Shown<State> {
  readonly #states = new Map<string, State>();

  keep(id: string, rev: Rev, state: State): void {
    const key = `${id} ${rev}`;
    this.#states.delete(key);
    this.#states.set(key, state);
    const [oldest] = this.#states.keys();
    if (this.#states.size > MOST && oldest !== undefined) this.#states.delete(oldest);
  }

  at(id: string, rev: Rev): State | undefined {
    return this.#states.get(`${id} ${rev}`);
  }
}
