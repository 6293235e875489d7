import { type Intent, SAME_WITHIN_MS } from '../tracker/change.ts';
import { otherIntent } from '../tracker/refusals.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Written } from '../tracker/ticket.ts';
import { isUncertain } from './answer-error.ts';
import type { Deeds, KnownDeed } from './deeds.ts';

/** Milliseconds after a lost answer until what was written has to be there: nothing is sent again before. */
const SETTLED_MS = 60_000;

/** Something that must not be done twice. */
export interface Deed {
  who: Who;
  /** Which kind of thing it is: the same key of another kind is another one. */
  what: string;
  intent: Intent;
  run(): Promise<Written>;
  /** What a try that began then, in milliseconds since 1970, has written; undefined where there is nothing. */
  find(begun: number): Promise<Written | undefined>;
  /** What is thrown where nobody knows. */
  unknown(cause: unknown): Error;
}

/** What was done for which intent. Callers take turns: two of the same intent never run side by side. */
export class Intents {
  readonly #deeds: Deeds;
  readonly #clock: () => number;

  constructor(clock: () => number, deeds: Deeds) {
    this.#clock = clock;
    this.#deeds = deeds;
  }

  close(): void {
    this.#deeds.close();
  }

  async once(deed: Deed): Promise<Written> {
    const { who, what, intent } = deed;
    const name = JSON.stringify([
      who.tenant,
      who.person.id,
      what,
      intent.key ?? null,
      intent.key ?? intent.hash,
    ]);
    const last = this.#deeds.get(name);
    const known = this.#remembered(last, intent);
    if (known === undefined) return this.#run(name, deed, last);
    if (known.hash !== intent.hash) throw otherIntent();
    if (known.answer !== undefined) return { ...known.answer, replayed: true };
    const found = await deed.find(known.begun);
    if (found !== undefined) {
      this.#keep(name, { ...known, answer: found });
      return { ...found, replayed: true };
    }
    if (this.#clock() - known.at < SETTLED_MS) throw deed.unknown(known.cause);
    return this.#run(name, deed, known);
  }

  #remembered(known: KnownDeed | undefined, { key }: Intent): KnownDeed | undefined {
    if (known === undefined || key !== undefined || known.answer === undefined) return known;
    return this.#clock() - known.at < SAME_WITHIN_MS ? known : undefined;
  }

  /**
   * Before anything is sent it is known to have begun: who comes after this process was ended looks first. An answer that
   * was lost is looked for at once; if that shows nothing, the next try of the intent looks again.
   */
  async #run(name: string, deed: Deed, last: KnownDeed | undefined): Promise<Written> {
    const { hash } = deed.intent;
    const begun = this.#clock();
    // Where another server was faster, what has come of it is looked for.
    if (!this.#deeds.begin(name, { hash, begun, at: begun, answer: undefined }, last)) return this.once(deed);
    try {
      const answer = await deed.run();
      this.#keep(name, { hash, begun, answer });
      return answer;
    } catch (cause) {
      if (!isUncertain(cause)) {
        quietly(() => this.#deeds.delete(name));
        throw cause;
      }
      this.#keep(name, { hash, begun, answer: undefined, cause });
      const answer = await deed.find(begun).catch(() => undefined);
      if (answer === undefined) throw deed.unknown(cause);
      this.#keep(name, { hash, begun, answer });
      return answer;
    }
  }

  #keep(name: string, deed: Omit<KnownDeed, 'at'>): void {
    quietly(() => this.#deeds.set(name, { ...deed, at: this.#clock() }));
  }
}

/** What was sent is told as what came of it: where that cannot be kept it is known to have begun, and is looked for again. */
function quietly(keep: () => void): void {
  try {
    keep();
  } catch {}
}
