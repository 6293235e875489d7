/** Milliseconds between two looks, and for one: together less than the second within which a stream is cut. */
const EVERY_MS = 400;
const LOOK_MS = 500;

/**
 * Verifies again and again that a caller would still be let in, until the returned function is called, and calls
 * `ended` once where not: also where that cannot be found out in time.
 */
export function standsWhile(verify: () => Promise<unknown>, ended: (error: unknown) => void): () => void {
  let timer: NodeJS.Timeout;
  let over = false;
  const stop = () => {
    over = true;
    clearTimeout(timer);
  };
  const end = (error: unknown) => {
    if (over) return;
    stop();
    ended(error);
  };
  const next = () => {
    if (over) return;
    clearTimeout(timer);
    timer = setTimeout(look, EVERY_MS).unref();
  };
  const look = () => {
    timer = setTimeout(() => end(new Error('The caller could not be verified again in time.')), LOOK_MS);
    verify().then(next, end);
  };
  next();
  return stop;
}
