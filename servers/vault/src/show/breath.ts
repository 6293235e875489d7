import { setImmediate as turn } from 'node:timers/promises';
import { throwIfCancelled } from '@ashlar/kit/files';

/** Others have their turn. Throws `ToolError` (`cancelled`). */
export async function breath(signal: AbortSignal): Promise<void> {
  await turn();
  throwIfCancelled(signal);
}
