/** Items that are sorted at once, in a fraction of a millisecond. */
const RUN = 512;

/** Sorts as `Array.sort` does, in steps between which the caller may pause. */
export function* sorted<T>(items: readonly T[], order: (a: T, b: T) => number): Generator<undefined, T[]> {
  let runs: T[][] = [];
  for (let at = 0; at < items.length; at += RUN) {
    runs.push(items.slice(at, at + RUN).sort(order));
    yield;
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(yield* merge(runs[at] as T[], runs[at + 1] ?? [], order));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<T>(
  a: readonly T[],
  b: readonly T[],
  order: (a: T, b: T) => number,
): Generator<undefined, T[]> {
  const merged: T[] = [];
  let [at, other] = [0, 0];
  while (at < a.length || other < b.length) {
    if (merged.length % RUN === 0) yield;
    const first = other === b.length || (at < a.length && order(a[at] as T, b[other] as T) <= 0);
    merged.push((first ? a[at++] : b[other++]) as T);
  }
  return merged;
}
