/** Values by key, several to a key; a key with a single value, as most have, takes no list. */
export class Buckets<T extends object> {
  readonly #map = new Map<string, T | T[]>();
  readonly #order: ((a: T, b: T) => number) | undefined;

  /** Values of one key are kept in this order; without one, in any. */
  constructor(order?: (a: T, b: T) => number) {
    this.#order = order;
  }

  get size(): number {
    return this.#map.size;
  }

  get(key: string): readonly T[] {
    const found = this.#map.get(key);
    if (found === undefined) return [];
    return Array.isArray(found) ? found : [found];
  }

  add(key: string, value: T): void {
    const found = this.#map.get(key);
    if (found === undefined) this.#map.set(key, value);
    else if (!Array.isArray(found)) this.#map.set(key, this.#sorted([found, value]));
    else if (this.#order === undefined) found.push(value);
    else found.splice(this.#placeOf(found, value), 0, value);
  }

  remove(key: string, value: T): void {
    const found = this.#map.get(key);
    if (found === value) this.#map.delete(key);
    if (!Array.isArray(found)) return;
    const at = found.indexOf(value);
    if (at >= 0) found.splice(at, 1);
    if (found.length === 1) this.#map.set(key, found[0] as T);
  }

  /** Puts a value in the place of another that has the same place in the order. */
  replace(key: string, before: T, after: T): void {
    const found = this.#map.get(key);
    if (found === before) this.#map.set(key, after);
    else if (Array.isArray(found)) {
      const at = found.indexOf(before);
      if (at >= 0) found[at] = after;
    }
  }

  *entries(): Generator<[key: string, values: readonly T[]]> {
    for (const [key, found] of this.#map) yield [key, Array.isArray(found) ? found : [found]];
  }

  keys(): IterableIterator<string> {
    return this.#map.keys();
  }

  #sorted(values: T[]): T[] {
    return this.#order === undefined ? values : values.sort(this.#order);
  }

  /** By halving. */
  #placeOf(values: readonly T[], value: T): number {
    let low = 0;
    let high = values.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#order?.(values[middle] as T, value) ?? 0) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
