import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withCommonOptions } from '../../shared/kit/src/common-options.ts';
import type { AnyServer } from '../../shared/kit/src/define.ts';
import { type Option, optionsOf } from '../../shared/kit/src/options/option.ts';
import type { Listed } from '../../shared/kit/src/surface/lock.ts';
import { connectInProcess } from '../../shared/kit/src/testing/in-process.ts';
import type { Package } from '../check/workspace.ts';

/** A server as its definition describes it and as a client sees it. */
export interface Loaded {
  server: AnyServer;
  options: Option[];
  listed: Listed;
  /** The folder it was started on, which differs from machine to machine. */
  sample: string;
}

/**
 * Loads a server's definition and lists all that it can offer, started on its own sample: the folder, or the file there
 * that it names.
 */
export async function load({ path, manifest }: Package): Promise<Loaded> {
  const { server } = (await import(pathToFileURL(join(path, 'src', 'server.ts')).href)) as {
    server: AnyServer;
  };
  const { sample: file = '' } = (manifest.ashlar ?? {}) as { sample?: string };
  const sample = join(path, 'sample', file);
  const all = 'write' in server.options.shape ? ['--write'] : [];
  const client = await connectInProcess(server, { args: [sample, ...all] });
  const listed = JSON.parse(JSON.stringify(await client.listed())) as Listed;
  await client.close();
  return { server, options: optionsOf(withCommonOptions(server.options)), listed, sample };
}
