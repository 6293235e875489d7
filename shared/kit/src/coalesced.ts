/**
 * Calls `act` once for all that happens within `ms` milliseconds, from the first of it on. The time does not begin anew
 * with each: who waits for what never rests would never be told. Keeps no process alive.
 */
export function coalesced(ms: number, act: () => void): { happened(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    happened() {
      timer ??= setTimeout(() => {
        timer = undefined;
        act();
      }, ms).unref();
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
