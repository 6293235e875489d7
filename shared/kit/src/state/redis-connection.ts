import { setTimeout as wait } from 'node:timers/promises';
import type { Redis, RedisOptions } from 'ioredis';
import { OptionError } from '../options/option.ts';
import type { Program } from './program.ts';

/** Milliseconds a start waits for the first connection; then it goes on, and is not ready. */
const FIRST_CONNECTION_MS = 2_000;

/**
 * A command is answered within a second or has failed, and fails at once while there is no connection: nothing
 * queues up, and nothing is sent a second time, as its first sending may have counted. A connection that
 * swallows commands is dropped; the next one is tried after 0.1 to 2 s, for as long as the process lives.
 */
const OPTIONS = {
  lazyConnect: true,
  connectTimeout: FIRST_CONNECTION_MS,
  commandTimeout: 1_000,
  socketTimeout: 2_000,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  retryStrategy: (times: number) => Math.min(2_000, 100 * times) * (0.5 + Math.random() / 2),
  // After a failover the old primary is a replica that takes no writes: ask the name again who is primary.
  reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
} satisfies RedisOptions;

/** Connects to Redis 6 or later, or Valkey. Throws `OptionError`, naming `option`, where the driver is not installed. */
export async function connectRedis(url: string, option: string, program: Program): Promise<Redis> {
  const Driver = await driver(option, program);
  const redis = new Driver(url, { ...OPTIONS, connectionName: program.command });
  tell(redis, program.log);
  await Promise.race([redis.connect().catch(() => {}), wait(FIRST_CONNECTION_MS, undefined, { ref: false })]);
  return redis;
}

async function driver(option: string, program: Program): Promise<typeof Redis> {
  try {
    return (await import('ioredis')).Redis;
  } catch (cause) {
    throw new OptionError(
      `${option}: needs the Redis driver, which is not installed; start with: npx -y -p ${program.package} -p ioredis@6 ${program.command} …`,
      { cause },
    );
  }
}

/** One line when the connection is lost, and one when it is back, however often it was tried in between. */
function tell(redis: Redis, log: Program['log']): void {
  let lost = false;
  const lose = (error?: Error) => {
    if (!lost && redis.status !== 'end') log.warn('the shared state cannot be reached', { error });
    lost = true;
  };
  redis.on('error', lose);
  redis.on('close', lose);
  redis.on('ready', () => {
    if (lost) log.info('the shared state can be reached again');
    lost = false;
    void warnOfEviction(redis, log);
  });
}

/** A store that drops keys when it is full forgets what was used, and would let it be used again. */
async function warnOfEviction(redis: Redis, log: Program['log']): Promise<void> {
  const memory = await redis.info('memory').catch(() => ''); // not every account may ask
  const [, policy] = /^maxmemory_policy:(\S+)/m.exec(memory) ?? [];
  if (policy === undefined || policy === 'noeviction' || /^maxmemory:0\s/m.test(memory)) return;
  log.warn('the shared state may forget what was used: set maxmemory-policy to noeviction', { policy });
}
