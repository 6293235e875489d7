import type { Redis } from 'ioredis';
import type { Revocations } from './revocations.ts';

/** Ended grants in Redis, a key for each, asked anew for every request: nothing is believed that may be stale. */
export class RevocationRedis implements Revocations {
  readonly #redis: Redis;
  #checking: Promise<unknown> | undefined;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  async ended(ids: readonly string[]): Promise<string | undefined> {
    // One command a key, so that a cluster may hold them apart; they travel together.
    const found = await Promise.all(ids.map((id) => this.#redis.exists(keyOf(id))));
    return ids.find((_, index) => found[index] === 1);
  }

  /** However many probes ask, Redis is asked once at a time. */
  async check(): Promise<void> {
    this.#checking ??= this.#redis.ping().finally(() => {
      this.#checking = undefined;
    });
    await this.#checking;
  }

  async end(id: string, until?: Date): Promise<void> {
    const at = new Date().toISOString();
    if (until === undefined) await this.#redis.set(keyOf(id), at);
    else await this.#redis.set(keyOf(id), at, 'PX', Math.max(1, until.getTime() - Date.now()));
  }

  async close(): Promise<void> {
    this.#redis.disconnect();
  }
}

function keyOf(id: string): string {
  return `ashlar:ended:${id}`;
}
