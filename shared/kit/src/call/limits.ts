import type { Operation } from './call.ts';
import type { Caller } from './context.ts';

/** Are they within limits. Counts the call in and returns the function that counts it out. */
export function enter(_operation: Operation<unknown>, _caller: Caller): () => void {
  return () => {};
}
