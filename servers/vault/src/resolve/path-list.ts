import { fold, nameOf } from '../link/fold.ts';

/** Paths in order, so that those that begin with something are found without comparing each. */
export class PathList {
  readonly #keys: string[] = [];
  readonly #paths: string[] = [];

  constructor(paths: Iterable<string>) {
    const sorted = Array.from(paths, (path) => ({ key: fold(path), path }));
    sorted.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    for (const { key, path } of sorted) {
      this.#keys.push(key);
      this.#paths.push(path);
    }
  }

  /** Paths that begin with what was typed, then those whose last segment does; case and Unicode form aside. */
  beginning(typed: string): string[] {
    const wanted = fold(typed);
    const first = this.#placeOf(wanted);
    let end = first;
    while (this.#keys[end]?.startsWith(wanted)) end++;
    const found = this.#paths.slice(first, end);
    if (wanted === '' || wanted.includes('/')) return found;
    for (const [at, key] of this.#keys.entries()) {
      if ((at < first || at >= end) && nameOf(key).startsWith(wanted)) found.push(this.#paths[at] as string);
    }
    return found;
  }

  /** By halving: the place of the first key that is not before this one. */
  #placeOf(wanted: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#keys[middle] as string) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
