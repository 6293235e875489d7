import { throwIfCancelled } from '../text/cancelled.ts';

/** The last task of each key that has any. */
const lines = new Map<string, Promise<void>>();

/**
 * Runs tasks of one key one after another, in the order they came; tasks of other keys run meanwhile. What fails
 * does not stop what waits behind it.
 *
 * @throws ToolError `cancelled` where the caller gives up before its turn; the task is then not run
 */
export async function serialise<T>(key: string, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  throwIfCancelled(signal);
  const before = lines.get(key);
  let done: () => void = () => {};
  const turn = new Promise<void>((resolve) => {
    done = resolve;
  });
  // A task that gives up keeps its place, so that the ones behind it still wait for those before it.
  const place = before ? Promise.all([before, turn]).then(() => {}) : turn;
  lines.set(key, place);
  try {
    await turnOf(before, signal);
    throwIfCancelled(signal);
    return await task();
  } finally {
    done();
    place.then(() => {
      if (lines.get(key) === place) lines.delete(key);
    });
  }
}

/** The same under several keys at once. Taken in one order everywhere, so that no two tasks wait for each other. */
export function serialiseAll<T>(
  keys: readonly string[],
  task: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const [first, ...rest] = [...new Set(keys)].sort();
  if (first === undefined) return task();
  return serialise(first, () => serialiseAll(rest, task, signal), signal);
}

/** Keys that have a task running or waiting. */
export function busyKeys(): number {
  return lines.size;
}

function turnOf(before: Promise<void> | undefined, signal: AbortSignal | undefined): Promise<void> {
  if (!before || !signal) return before ?? Promise.resolve();
  return new Promise((resolve) => {
    const go = () => {
      signal.removeEventListener('abort', go);
      resolve();
    };
    signal.addEventListener('abort', go, { once: true });
    before.then(go);
  });
}
