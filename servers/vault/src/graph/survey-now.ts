import { setImmediate as turn } from 'node:timers/promises';
import { throwIfCancelled } from '@ashlar/kit/files';
import type { VaultIndex } from '../index/vault-index.ts';
import { type Survey, survey } from './survey.ts';

/** Milliseconds for which the thread that answers is kept at a time. */
const SLICE_MS = 8;

/** Surveys a vault while others have their turn. Throws `ToolError` (`cancelled`). */
export async function surveyNow(index: VaultIndex, signal: AbortSignal): Promise<Survey> {
  const steps = survey(index);
  for (let until = performance.now() + SLICE_MS; ; ) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() < until) continue;
    await turn();
    throwIfCancelled(signal);
    until = performance.now() + SLICE_MS;
  }
}
