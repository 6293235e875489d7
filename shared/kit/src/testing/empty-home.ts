import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A home folder with nothing in it, to see what a server leaves there. */
export async function emptyHome(): Promise<{
  path: string;
  env: Record<string, string>;
  dispose(): Promise<void>;
}> {
  const path = await mkdtemp(join(tmpdir(), 'ashlar-home-'));
  const env = {
    HOME: path,
    USERPROFILE: path,
    XDG_DATA_HOME: path,
    XDG_CACHE_HOME: path,
    XDG_STATE_HOME: path,
  };
  return { path, env, dispose: () => rm(path, { recursive: true, force: true }) };
}
