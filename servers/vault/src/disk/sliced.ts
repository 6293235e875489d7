import { setImmediate as turn } from 'node:timers/promises';

/** Milliseconds for which a thread that answers may be kept at a time. */
const SLICE_MS = 8;

/** Goes through steps without keeping the thread: others have their turn now and then. False when stopped. */
export async function sliced<T>(
  steps: Iterable<T>,
  take: (step: T) => void,
  stopped: () => boolean,
): Promise<boolean> {
  let until = performance.now() + SLICE_MS;
  for (const step of steps) {
    take(step);
    if (performance.now() < until) continue;
    await turn();
    if (stopped()) return false;
    until = performance.now() + SLICE_MS;
  }
  return !stopped();
}
