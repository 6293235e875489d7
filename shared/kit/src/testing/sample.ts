import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A copy of the folder `sample` of a server, and the arguments to start the server on it. `prepare` may add to the
 * copy, and gives what else belongs on the command line; what it puts beside the copy is gone with it.
 */
export async function onSample(
  folder: string,
  prepare: (sample: string, beside: string) => Promise<void> | readonly string[] = () => [],
): Promise<{ args: string[]; dispose(): Promise<void> }> {
  const beside = await mkdtemp(join(tmpdir(), 'ashlar-sample-'));
  const sample = join(beside, 'sample');
  await cp(join(folder, 'sample'), sample, { recursive: true });
  const more = (await prepare(sample, beside)) ?? [];
  return {
    args: [sample, ...more],
    // Windows removes no file that a thread of an ended process still holds for a moment.
    dispose: () => rm(beside, { recursive: true, force: true, maxRetries: 5 }),
  };
}
