import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Connections } from './connections.ts';

/** Milliseconds between two looks, also where nobody rings: who writes may be ended before that. */
const LOOK_MS = 10_000;
/** Milliseconds between two tries to be connected again, at first and at most. */
const PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** What has happened since a snapshot, whoever did it and however long it took, and the snapshot that is to be asked next. */
const SINCE = `SELECT pg_current_snapshot()::text AS at, coalesce(json_agg(e.* ORDER BY e.seq), '[]') AS events FROM (
    SELECT n.name AS tenant, t.project || '-' || t.number AS id, min(e.seq) AS seq
    FROM event e JOIN tenant n ON n.id = e.tenant JOIN ticket t ON t.tenant = e.tenant AND t.row = e.ticket
    WHERE e.tx >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot(e.tx, $1::pg_snapshot)
      AND pg_visible_in_snapshot(e.tx, pg_current_snapshot()) AND n.name = ANY($2) AND t.project = ANY($3)
    GROUP BY n.name, t.project, t.number
  ) e`;

type Listener = (ids: readonly string[]) => void;

interface Start {
  connections: Connections;
  schema: string;
  projects: readonly string[];
}

/**
 * Tells what changes, whichever server changes it, while anybody listens. A notification says only that something has
 * happened, and nothing of what: what and for whom is read where one has to be let in.
 */
export class Feed {
  readonly #start: Start;
  readonly #listeners = new Map<Listener, string>();
  #watching: Watching | undefined;
  #ringing: 'no' | 'now' | 'again' = 'no';

  constructor(start: Start) {
    this.#start = start;
  }

  /** Until the returned function is called; of this tenant alone. Throws `ToolError` (`unavailable`). */
  async listen(tenant: string, told: Listener): Promise<() => void> {
    // A function of its own for each, so that one who listens twice is told twice.
    const listener: Listener = (ids) => told(ids);
    this.#listeners.set(listener, tenant);
    const leave = () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#end();
    };
    try {
      this.#watching ??= new Watching(this.#start, this.#listeners);
      await this.#watching.begun;
      return leave;
    } catch (error) {
      this.#end();
      this.#listeners.delete(listener);
      throw error;
    }
  }

  /** To be called after this server has written. Who listens is told soon, and nobody waits for that. */
  wrote(): void {
    if (this.#ringing === 'no') void this.#ring();
    else this.#ringing = 'again';
  }

  close(): void {
    this.#listeners.clear();
    this.#end();
  }

  /** One for all that was written while the one before was on its way. A transaction that rings would make others wait. */
  async #ring(): Promise<void> {
    const { connections, schema } = this.#start;
    do {
      this.#ringing = 'now';
      // Whoever misses it looks by themselves.
      await connections.pool
        .query('SELECT pg_notify($1, $2)', [channelOf(schema), ''])
        .catch(() => undefined);
    } while ((this.#ringing as string) === 'again');
    this.#ringing = 'no';
  }

  #end(): void {
    this.#watching?.end();
    this.#watching = undefined;
  }
}

/** A connection that hears of changes, made anew when it breaks: what happened meanwhile is told then. */
class Watching {
  /** Resolves when the first connection hears; from then on nothing is missed. */
  readonly begun: Promise<void>;
  readonly #start: Start;
  readonly #listeners: ReadonlyMap<Listener, string>;
  #client: Client | undefined;
  #seen: string | undefined;
  #looking: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(start: Start, listeners: ReadonlyMap<Listener, string>) {
    this.#start = start;
    this.#listeners = listeners;
    this.begun = this.#connect();
  }

  end(): void {
    this.#ended = true;
    clearInterval(this.#looking);
    this.#drop();
  }

  #drop(): void {
    const client = this.#client;
    this.#client = undefined;
    client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const client = await this.#start.connections.connect();
    if (this.#ended) return client.end();
    this.#client = client;
    client.once('end', () => void this.#again(client));
    client.on('notification', () => this.#look(client));
    await client.query(`SET search_path = ${client.escapeIdentifier(this.#start.schema)}, pg_temp`);
    await client.query(`LISTEN ${client.escapeIdentifier(channelOf(this.#start.schema))}`);
    this.#seen ??= (await client.query('SELECT pg_current_snapshot()::text AS at')).rows[0].at;
    clearInterval(this.#looking);
    this.#looking = setInterval(() => this.#look(client), LOOK_MS).unref();
    this.#look(client);
  }

  async #again(lost: Client): Promise<void> {
    if (this.#client !== lost) return;
    this.#client = undefined;
    for (let pause = PAUSE_MS; !this.#ended; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      await sleep(pause, undefined, { ref: false });
      try {
        if (!this.#ended) await this.#connect();
        return;
      } catch {
        // The next one is another connection.
        this.#drop();
      }
    }
  }

  /** One after the other; a connection that does not answer is given up, and what it was asked is asked of the next. */
  #look(client: Client): void {
    this.#turn = this.#turn.then(async () => {
      if (this.#ended || this.#client !== client) return;
      try {
        await this.#tell(client);
      } catch {
        client.end().catch(() => undefined);
      }
    });
  }

  async #tell(client: Client): Promise<void> {
    const tenants = [...new Set(this.#listeners.values())];
    const { rows } = await client.query(SINCE, [this.#seen, tenants, this.#start.projects]);
    this.#seen = rows[0].at;
    const events: { tenant: string; id: string }[] = rows[0].events;
    for (const [listener, tenant] of this.#listeners) {
      const ids = events.filter((event) => event.tenant === tenant).map(({ id }) => id);
      if (ids.length > 0) listener(ids);
    }
  }
}

/** Of one schema of a database; names longer than this are cut by PostgreSQL. */
function channelOf(schema: string): string {
  return `tickets ${schema}`.slice(0, 63);
}
