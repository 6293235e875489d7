import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A copy of the folder `sample` of a server, and the arguments to start the server on it: those of `ashlar.sample` in
 * its package.json, with the copy in the place of the folder. `prepare` may add to the copy, and gives what else belongs
 * on the command line; what it puts beside the copy is gone with it.
 */
export async function onSample(
  folder: string,
  prepare: (sample: string, beside: string) => Promise<void> | readonly string[] = () => [],
): Promise<{ args: string[]; dispose(): Promise<void> }> {
  const beside = await mkdtemp(join(tmpdir(), 'ashlar-sample-'));
  const sample = join(beside, 'sample');
  await cp(join(folder, 'sample'), sample, { recursive: true });
  const words = await sampleWords(folder);
  const more = (await prepare(sample, beside)) ?? [];
  return {
    args: [...words.map((word) => word.replace(/^sample(?=$|\/)/, () => sample)), ...more],
    // Windows removes no file that a thread of an ended process still holds for a moment.
    dispose: () => rm(beside, { recursive: true, force: true, maxRetries: 5 }),
  };
}

async function sampleWords(folder: string): Promise<readonly string[]> {
  const { ashlar } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    ashlar?: { sample?: readonly string[] };
  };
  return ashlar?.sample ?? ['sample'];
}
