import type { Host } from '../serve/host.ts';
import type { Operation } from './call.ts';
import type { Caller } from './context.ts';

const NOTHING_TO_LEAVE = () => {};

/** Are they within limits. Counts the call in and returns the function that counts it out. Throws `ToolError`. */
export async function enter(host: Host, operation: Operation<unknown>, caller: Caller): Promise<() => void> {
  return operation.uncounted === true ? NOTHING_TO_LEAVE : host.limits.enter(operation, caller);
}
