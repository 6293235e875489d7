import { setTimeout as sleep } from 'node:timers/promises';
import { ToolError } from '@ashlar/kit/errors';
import { throwIfCancelled } from '@ashlar/kit/files';
import type { Pool, PoolClient, QueryResult } from 'pg';
import type { Moment, Rules, TenantNumber } from '../rules/rules.ts';
import { TakenBack } from '../rules/taken-back.ts';
import type { Who } from '../tracker/tenant.ts';
import { type Connections, type Database, type Lease, leaseOf, whileThere } from './connections.ts';
import { fromFailure, isInTheWay, isRefusal, unknownOutcome } from './failures.ts';

/** Times that a transaction is begun in all, where others are in its way. */
const TRIES = 8;
/** Milliseconds between two tries, up to, for each that was made. */
const PAUSE_MS = 20;

/** No row has this number. */
const NOBODY = -1 as TenantNumber;

const READING = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';
/** Rows are locked before they are looked at, so that each statement sees what others have written before it. */
const WRITING = 'BEGIN ISOLATION LEVEL READ COMMITTED';

/**
 * Every question has an index that fits it, and is small: what PostgreSQL does for large ones without one (reading the
 * whole table, compiling the question) takes longer, and is what it chooses where it knows a table badly.
 */
const PLANS = { enable_seqscan: 'off', jit: 'off' };

type Value = string | number | boolean | null | readonly (string | number)[];

/** One transaction, for one person of one tenant: all that reads or writes tickets takes it. */
export interface Scope extends Moment {
  readonly tenant: TenantNumber;
  get<Row>(sql: string, ...values: Value[]): Promise<Row | undefined>;
  all<Row>(sql: string, ...values: Value[]): Promise<Row[]>;
  run(sql: string, ...values: Value[]): Promise<void>;
}

interface Start {
  connections: Connections;
  database: Database;
  rules: Rules;
  clock?: (() => number) | undefined;
}

/** The tables of the tickets: whole transactions, beside other servers that use them. */
export class Store {
  readonly #pool: Pool;
  readonly #start: Start;
  readonly #tenants = new Map<string, TenantNumber>();

  constructor(start: Start) {
    this.#pool = start.connections.pool;
    this.#start = start;
  }

  /** What `work` finds, all of it in one state. Throws `ToolError`, and what `work` throws. */
  read<T>(who: Who, work: (scope: Scope) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#inTransaction(READING, signal, async (client, now) => {
      const tenant = (await this.#known(client, who.tenant)) ?? NOBODY;
      return work(this.#scope(client, who, { tenant, now }));
    });
  }

  /**
   * What `work` does is written when this resolves, and nothing of it when it rejects, but for `upstream`: then nobody
   * knows. Throws `ToolError`, and what `work` throws. `work` is done again where others were in its way.
   */
  async write<T>(who: Who, work: (scope: Scope) => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        let tenant: TenantNumber | undefined;
        const done = await this.#inTransaction(WRITING, signal, async (client, now) => {
          tenant = (await this.#known(client, who.tenant)) ?? (await added(client, who.tenant));
          return work(this.#scope(client, who, { tenant, now }));
        });
        if (tenant !== undefined) this.#tenants.set(who.tenant, tenant);
        return done;
      } catch (error) {
        if (!isInTheWay(error) || tries === TRIES) throw fromFailure(error);
      }
      await sleep(Math.random() * PAUSE_MS * tries);
    }
  }

  /** What `work` would do: it is done, and taken back. Throws as `write`. */
  async tryOut<T>(who: Who, work: (scope: Scope) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const takingBack = async (scope: Scope): Promise<never> => {
      throw new TakenBack(await work(scope));
    };
    try {
      return await this.write(who, takingBack, signal);
    } catch (thrown) {
      if (thrown instanceof TakenBack) return thrown.answer;
      throw thrown;
    }
  }

  /** The caller is not asked for any more once the end of the transaction was sent. */
  async #inTransaction<T>(
    beginning: string,
    signal: AbortSignal | undefined,
    work: (client: PoolClient, now: number) => Promise<T>,
  ): Promise<T> {
    const { lease, now } = await this.#begin(beginning, signal);
    let done: T;
    try {
      done = await whileThere(this.#pool, lease, signal, work(lease.client, now));
    } catch (error) {
      await rollBack(lease);
      throw isInTheWay(error) && beginning === WRITING ? error : fromFailure(error);
    }
    await commit(lease);
    return done;
  }

  /** A connection that the server has ended shows that only when it is used: then the next is taken. */
  async #begin(beginning: string, signal: AbortSignal | undefined): Promise<{ lease: Lease; now: number }> {
    for (let left = this.#pool.totalCount; ; left--) {
      throwIfCancelled(signal);
      const lease = await leaseOf(this.#pool, signal);
      try {
        const answers = await whileThere(
          this.#pool,
          lease,
          signal,
          lease.client.query(this.#sqlOf(beginning, lease)),
        );
        const [row] = (answers as unknown as QueryResult<{ now: number }>[]).at(-1)?.rows ?? [];
        return { lease, now: this.#start.clock?.() ?? row?.now ?? 0 };
      } catch (error) {
        if (!lease.abandoned) lease.client.release(true);
        const failure = fromFailure(error);
        if (left <= 0 || !(failure instanceof ToolError) || failure.code !== 'unavailable') throw failure;
      }
    }
  }

  /**
   * Every setting is of this transaction only: connections may be shared with others by a pooler. Nothing but our tables
   * is found by its name. The time is the database's, which is the same for every server.
   */
  #sqlOf(beginning: string, { client }: Lease): string {
    const { schema, timeoutMs } = this.#start.database;
    const settings = {
      search_path: `${client.escapeIdentifier(schema)}, pg_temp`,
      statement_timeout: String(timeoutMs),
      lock_timeout: String(timeoutMs),
      idle_in_transaction_session_timeout: String(2 * timeoutMs),
      ...PLANS,
    };
    const set = Object.entries(settings).map(
      ([name, value]) => `set_config('${name}', ${client.escapeLiteral(value)}, true)`,
    );
    const now = 'floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now';
    return `${beginning}; SELECT ${[...set, now].join(', ')}`;
  }

  #scope(client: PoolClient, { person }: Who, of: { tenant: TenantNumber; now: number }): Scope {
    const ask = async <Row extends object>(sql: string, values: readonly Value[]) => {
      for (const value of values) refuseNul(value);
      return (await client.query<Row>(sql, [...values])).rows;
    };
    return {
      ...of,
      person,
      rules: this.#start.rules,
      get: async <Row>(sql: string, ...values: Value[]) =>
        (await ask<object>(sql, values))[0] as Row | undefined,
      all: async <Row>(sql: string, ...values: Value[]) => (await ask<object>(sql, values)) as Row[],
      run: async (sql, ...values) => void (await ask(sql, values)),
    };
  }

  async #known(client: PoolClient, name: string): Promise<TenantNumber | undefined> {
    const known = this.#tenants.get(name);
    if (known !== undefined) return known;
    const { rows } = await client.query('SELECT id FROM tenant WHERE name = $1', [name]);
    return rows[0]?.id;
  }
}

/** Another server may do the same now: then this waits for it. */
async function added(client: PoolClient, name: string): Promise<TenantNumber> {
  await client.query('INSERT INTO tenant(name) VALUES ($1) ON CONFLICT DO NOTHING', [name]);
  const { rows } = await client.query('SELECT id FROM tenant WHERE name = $1', [name]);
  return rows[0].id;
}

async function commit(lease: Lease): Promise<void> {
  try {
    await lease.client.query('COMMIT');
  } catch (error) {
    lease.client.release(true);
    throw isRefusal(error) ? error : unknownOutcome(error);
  }
  lease.client.release();
}

async function rollBack(lease: Lease): Promise<void> {
  if (lease.abandoned) return;
  try {
    await lease.client.query('ROLLBACK');
    lease.client.release();
  } catch {
    lease.client.release(true);
  }
}

/** The one character that texts of PostgreSQL cannot have. */
function refuseNul(value: Value): void {
  const texts = Array.isArray(value) ? value : [value];
  if (!texts.some((text) => typeof text === 'string' && text.includes('\0'))) return;
  throw new ToolError('invalid_input', 'A text holds the character U+0000, which the database cannot keep.', {
    hint: 'Leave it out.',
  });
}
