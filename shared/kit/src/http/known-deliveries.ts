import { hash } from 'node:crypto';

/** Deliveries that are remembered. */
const MOST = 10_000;

/**
 * Takes each delivery once: by what its sender calls it, and by what it holds, because the name is often not signed.
 * Remembers the last 10,000 on each instance; who sends an older one again tells somebody of a change once more.
 */
export class KnownDeliveries {
  readonly #known = new Set<string>();

  /** Takes it where it is new. What could not be taken is new once more. */
  async once(id: string, body: Uint8Array, take: () => void | Promise<void>): Promise<void> {
    const marks = [`id ${id}`, `body ${hash('sha256', body, 'base64')}`];
    if (marks.some((mark) => this.#known.has(mark))) return;
    for (const mark of marks) this.#known.add(mark);
    try {
      await take();
    } catch (error) {
      for (const mark of marks) this.#known.delete(mark);
      throw error;
    }
    for (const oldest of this.#known) {
      if (this.#known.size <= MOST * marks.length) break;
      this.#known.delete(oldest);
    }
  }
}
