import { RISING } from './auth-policy.ts';

const MINUTE = 60_000;
/** Minutes that what is usual is taken from. */
const USUAL_MINUTES = 60;

/** Counts refusals of one kind by the minute, and says when there are suddenly many. */
export class RefusalRate {
  /** The minute that is being counted, and those before it, oldest first. */
  #minute = 0;
  #count = 0;
  #before: number[] = [];

  /** Counts one in; the numbers are given where there are too many in this minute. */
  count(now = Date.now()): { inThisMinute: number; usual: number } | undefined {
    this.#turnTo(Math.floor(now / MINUTE));
    this.#count += 1;
    const usual = this.#before.reduce((sum, count) => sum + count, 0) / Math.max(1, this.#before.length);
    if (this.#count <= RISING.perMinute || this.#count <= RISING.timesUsual * usual) return undefined;
    return { inThisMinute: this.#count, usual: Math.round(usual * 10) / 10 };
  }

  #turnTo(minute: number): void {
    const passed = minute - this.#minute;
    if (passed === 0) return;
    // Minutes in which nothing came count as well, once something has come at all.
    const quiet = this.#minute === 0 ? 0 : Math.min(Math.max(0, passed - 1), USUAL_MINUTES);
    const counted = this.#minute === 0 ? [] : [this.#count];
    this.#before = [...this.#before, ...counted, ...Array<number>(quiet).fill(0)].slice(-USUAL_MINUTES);
    this.#minute = minute;
    this.#count = 0;
  }
}
