/** Steps that yield nothing, as steps that yield how many files are done; one even where there is none. */
export function* counting<T>(done: number, steps: Generator<undefined, T>): Generator<number, T> {
  for (;;) {
    yield done;
    const step = steps.next();
    if (step.done) return step.value;
  }
}
