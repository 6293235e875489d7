import type { Labels, Sample } from './prometheus.ts';

/** What one series of a metric holds. */
export interface Cell {
  add(amount: number): void;
  samples(labels: Labels): Sample[];
}

export class Amount implements Cell {
  #value = 0;

  add(amount: number): void {
    this.#value += amount;
  }

  samples(labels: Labels): Sample[] {
    return [{ labels, value: this.#value }];
  }
}

export class Histogram implements Cell {
  readonly #bounds: readonly number[];
  /** How many fell under each bound and not under the one before; the last has no bound. */
  readonly #counts: number[];
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = Array<number>(bounds.length + 1).fill(0);
  }

  add(amount: number): void {
    const at = this.#bounds.findIndex((bound) => amount <= bound);
    const bucket = at < 0 ? this.#bounds.length : at;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#sum += amount;
  }

  /** Each bucket holds those below it too. */
  samples(labels: Labels): Sample[] {
    let below = 0;
    const buckets = this.#counts.map((count, at) => {
      below += count;
      return {
        suffix: '_bucket',
        labels: { ...labels, le: String(this.#bounds[at] ?? '+Inf') },
        value: below,
      };
    });
    return [
      ...buckets,
      { suffix: '_sum', labels, value: this.#sum },
      { suffix: '_count', labels, value: below },
    ];
  }
}
