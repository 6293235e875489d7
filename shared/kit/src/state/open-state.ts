import type { Log } from '../log/log.ts';
import type { Named } from '../manifest.ts';
import { MemoryState } from './memory-state.ts';
import { programOf } from './program.ts';
import type { State } from './state.ts';

/**
 * Opens the store that `--state` names, or one in memory. Throws `OptionError` where its driver is not installed.
 * A store that does not answer within two seconds does not stop the start: the server is not ready until it does.
 */
export async function openState(url: string | undefined, server: Named, log: Log): Promise<State> {
  if (url === undefined) return new MemoryState();
  const [{ connectRedis }, { RedisState }] = await Promise.all([
    import('./redis-connection.ts'),
    import('./redis-state.ts'),
  ]);
  return new RedisState(await connectRedis(url, '--state', programOf(server, log)), server.name);
}
