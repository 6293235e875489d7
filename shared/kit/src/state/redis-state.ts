import { createHash, randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { RateLimiterAbstract, RateLimiterRedis } from 'rate-limiter-flexible';
// @ts-expect-error -- The package has types for its index alone, which would bring the drivers of all its stores.
import Limiter from 'rate-limiter-flexible/lib/RateLimiterRedis.js';
import type { Rate, State } from './state.ts';
import { unreachable } from './unreachable.ts';

const SECRET_BYTES = 32;

/** The state of all instances that name the same Redis and serve under the same name. */
export class RedisState implements State {
  readonly #redis: Redis;
  readonly #prefix: string;
  #checking: Promise<void> | undefined;

  /** `server` keeps servers apart that share a Redis: every key begins with `ashlar:<server>:`. */
  constructor(redis: Redis, server: string) {
    this.#redis = redis;
    this.#prefix = `ashlar:${server}:`;
  }

  async first(id: string, ms: number): Promise<boolean> {
    return (await asked(this.#redis.set(this.#at('first', id), '', 'PX', Math.ceil(ms), 'NX'))) === 'OK';
  }

  async keep(id: string, text: string, ms: number): Promise<void> {
    await asked(this.#redis.set(this.#at('kept', id), text, 'PX', Math.ceil(ms)));
  }

  async kept(id: string): Promise<string | undefined> {
    return (await asked(this.#redis.get(this.#at('kept', id)))) ?? undefined;
  }

  remembers(): number {
    return Number.POSITIVE_INFINITY;
  }

  limiter(name: string, { points, seconds }: Rate): RateLimiterAbstract {
    return new (Limiter as typeof RateLimiterRedis)({
      storeClient: this.#redis,
      keyPrefix: `${this.#prefix}limit:${name}`,
      points,
      duration: seconds,
      // Who is over the limit is refused without asking the store again.
      inMemoryBlockOnConsumed: points,
    });
  }

  async secret(): Promise<Uint8Array> {
    const key = `${this.#prefix}secret`;
    const proposed = randomBytes(SECRET_BYTES).toString('base64');
    // One connection keeps their order, so all read what the first one wrote.
    const [, stored] = await asked(Promise.all([this.#redis.set(key, proposed, 'NX'), this.#redis.get(key)]));
    const secret = Buffer.from(stored ?? '', 'base64');
    if (secret.length !== SECRET_BYTES) throw new Error(`${key} in the shared state is not a secret.`);
    return secret;
  }

  check(): Promise<void> {
    // However many probes ask, the store is asked once at a time.
    this.#checking ??= asked(this.#redis.ping())
      .then(() => {})
      .finally(() => {
        this.#checking = undefined;
      });
    return this.#checking;
  }

  async close(): Promise<void> {
    this.#redis.disconnect();
  }

  /** An id may be long and hold anything, and is nobody's business who looks into the store. */
  #at(kind: string, id: string): string {
    return `${this.#prefix}${kind}:${createHash('sha256').update(id).digest('base64url')}`;
  }
}

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw unreachable(error);
  }
}
