import { ToolError } from '../../errors.ts';

/** @throws ToolError `cancelled` once the caller has given up */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ToolError('cancelled', 'The call was cancelled.');
}
