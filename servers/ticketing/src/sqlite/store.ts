import { setTimeout as sleep } from 'node:timers/promises';
import { throwIfCancelled } from '@ashlar/kit/files';
import type { Database, Statement } from 'better-sqlite3';
import { openDatabaseFile } from '../database-file/open-database-file.ts';
import type { Moment, Rules, TenantNumber } from '../rules/rules.ts';
import { TakenBack } from '../rules/taken-back.ts';
import type { Who } from '../tracker/tenant.ts';
import { fromFailure, isBusy } from './failures.ts';
import { TICKETS } from './schema.ts';

/** Milliseconds that a call waits for others who write. */
const PATIENCE_MS = 5_000;
/** Milliseconds between two tries, up to. */
const PAUSE_MS = 25;

/** No row has this number. */
const NOBODY = -1 as TenantNumber;

type Value = string | number | null | Buffer;

/** One transaction, for one person of one tenant: all that reads or writes the file takes it. */
export interface Scope extends Moment {
  readonly tenant: TenantNumber;
  get<Row>(sql: string, ...values: Value[]): Row | undefined;
  all<Row>(sql: string, ...values: Value[]): Row[];
  run(sql: string, ...values: Value[]): { lastInsertRowid: number | bigint };
}

interface Start {
  file: string;
  rules: Rules;
  clock?: () => number;
}

/** The file of the tickets: whole transactions, in turn with the other processes that use it. */
export class Store {
  readonly #database: Database;
  readonly #rules: Rules;
  readonly #clock: () => number;
  readonly #statements = new Map<string, Statement<Value[]>>();
  readonly #tenants = new Map<string, TenantNumber>();

  private constructor(database: Database, { rules, clock = Date.now }: Start) {
    this.#database = database;
    this.#rules = rules;
    this.#clock = clock;
  }

  /** Throws `ToolError` (`unavailable`). */
  static async open(start: Start): Promise<Store> {
    return new Store(await patiently(() => openDatabaseFile(start.file, TICKETS)), start);
  }

  /** What `work` finds, all of it in one state of the file. Throws `ToolError`, and what `work` throws. */
  read<T>(who: Who, work: (scope: Scope) => T, signal?: AbortSignal): Promise<T> {
    const transaction = this.#database.transaction(() =>
      work(this.#scope(who, this.#known(who.tenant) ?? NOBODY)),
    );
    return patiently(() => transaction.deferred(), signal);
  }

  /**
   * What `work` does is on the disk when this resolves, and nothing of it is there when it rejects. Throws `ToolError`,
   * and what `work` throws.
   */
  async write<T>(who: Who, work: (scope: Scope) => T, signal?: AbortSignal): Promise<T> {
    let tenant: TenantNumber | undefined;
    const transaction = this.#database.transaction(() => {
      tenant = this.#known(who.tenant) ?? this.#added(who.tenant);
      return work(this.#scope(who, tenant));
    });
    const done = await patiently(() => transaction.immediate(), signal);
    if (tenant !== undefined) this.#tenants.set(who.tenant, tenant);
    return done;
  }

  /** What `work` would do: it is done, and taken back. Throws as `write`. */
  async tryOut<T>(who: Who, work: (scope: Scope) => T, signal?: AbortSignal): Promise<T> {
    const transaction = this.#database.transaction((): never => {
      throw new TakenBack(work(this.#scope(who, this.#known(who.tenant) ?? this.#added(who.tenant))));
    });
    try {
      return await patiently(() => transaction.immediate(), signal);
    } catch (thrown) {
      if (thrown instanceof TakenBack) return thrown.answer;
      throw thrown;
    }
  }

  /** Another number whenever somebody else has written; what this store writes does not count. */
  get foreignWrites(): number {
    return this.#database.pragma('data_version', { simple: true }) as number;
  }

  /** For whom nothing but the file is of interest: the feed of changes. */
  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.#prepared(sql).all(...values) as Row[];
  }

  close(): void {
    this.#database.close();
  }

  #scope({ person }: Who, tenant: TenantNumber): Scope {
    return {
      tenant,
      person,
      now: this.#clock(),
      rules: this.#rules,
      get: <Row>(sql: string, ...values: Value[]) => this.#prepared(sql).get(...values) as Row | undefined,
      all: <Row>(sql: string, ...values: Value[]) => this.#prepared(sql).all(...values) as Row[],
      run: (sql, ...values) => this.#prepared(sql).run(...values),
    };
  }

  #known(tenant: string): TenantNumber | undefined {
    const known = this.#tenants.get(tenant);
    if (known !== undefined) return known;
    const row = this.#prepared('SELECT id FROM tenant WHERE name = ?').get(tenant);
    return (row as { id: TenantNumber } | undefined)?.id;
  }

  #added(tenant: string): TenantNumber {
    return Number(
      this.#prepared('INSERT INTO tenant(name) VALUES (?)').run(tenant).lastInsertRowid,
    ) as TenantNumber;
  }

  #prepared(sql: string): Statement<Value[]> {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const made = this.#database.prepare<Value[]>(sql);
    this.#statements.set(sql, made);
    return made;
  }
}

/** Again while others write, so that this process does other things meanwhile. */
async function patiently<T>(work: () => T | Promise<T>, signal?: AbortSignal): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    throwIfCancelled(signal);
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw fromFailure(error);
    }
    await sleep(Math.random() * PAUSE_MS);
  }
}
