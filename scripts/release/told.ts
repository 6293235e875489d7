/** Does a step of a rehearsal and says so, with the time that it took. */
export async function told<T>(what: string, step: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const done = await step();
  console.log(`ok  ${what} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return done;
}
