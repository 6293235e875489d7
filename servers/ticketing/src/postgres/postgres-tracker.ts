import { OWN_CAPABILITIES } from '../rules/capabilities.ts';
import { allowedProject } from '../rules/project.ts';
import type { Rules } from '../rules/rules.ts';
import type { Change, Draft, LinkChange, Move, NewComment } from '../tracker/change.ts';
import { InTurn } from '../tracker/in-turn.ts';
import type { Query, Wanted } from '../tracker/query.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Creation, Doing, Once, Seen, Tracker, Trying } from '../tracker/tracker.ts';
import { claimTicket, releaseTicket } from './claim.ts';
import { addComment, commentsOf } from './comments.ts';
import { type Connections, connectionsTo, type Database } from './connections.ts';
import { createTicket } from './create.ts';
import { historyOf } from './events.ts';
import { fromFailure } from './failures.ts';
import { Feed } from './feed.ts';
import { labelsOf, peopleOf } from './known-names.ts';
import { changeLink } from './links.ts';
import { migrate } from './migrate.ts';
import { moveTicket } from './move.ts';
import { searchTickets } from './search.ts';
import { similarTickets } from './similar.ts';
import { type Scope, Store } from './store.ts';
import { ticketAt, wholeTicket } from './ticket-row.ts';
import { updateTicket } from './update.ts';

/** How a database is used where nothing else is said. */
export const DEFAULTS = { schema: 'ticketing', connections: 10, timeoutMs: 10_000 } as const;

interface Opening extends Rules, Pick<Database, 'url'> {
  schema?: string | undefined;
  connections?: number | undefined;
  timeoutMs?: number | undefined;
  clock?: () => number;
}

/** Tickets in a PostgreSQL that many servers may use at once. */
export class PostgresTracker implements Tracker {
  readonly capabilities = OWN_CAPABILITIES;
  readonly projects: readonly string[];
  readonly #rules: Rules;
  readonly #connections: Connections;
  readonly #store: Store;
  readonly #feed: Feed;
  readonly #creating = new InTurn();

  private constructor(
    connections: Connections,
    database: Database,
    { clock, ...rules }: Rules & Pick<Opening, 'clock'>,
  ) {
    this.projects = rules.projects;
    this.#rules = rules;
    this.#connections = connections;
    this.#store = new Store({ connections, database, rules, clock });
    this.#feed = new Feed({ connections, schema: database.schema, projects: rules.projects });
  }

  /**
   * Throws `ToolError` (`unavailable`) where the driver is missing or the database cannot be used. `clock` gives
   * milliseconds since 1970, instead of the database's.
   */
  static async open({ url, schema, connections, timeoutMs, ...rest }: Opening): Promise<PostgresTracker> {
    const database = {
      url,
      schema: schema ?? DEFAULTS.schema,
      connections: connections ?? DEFAULTS.connections,
      timeoutMs: timeoutMs ?? DEFAULTS.timeoutMs,
    };
    const made = await connectionsTo(database);
    try {
      const client = await made.connect();
      try {
        await migrate(client, database.schema);
      } finally {
        await client.end();
      }
    } catch (error) {
      await made.pool.end();
      throw fromFailure(error);
    }
    return new PostgresTracker(made, database, rest);
  }

  async workflow(_who: Who, project: string | undefined) {
    allowedProject(this.#rules, project);
    return this.#rules.workflow;
  }

  people(who: Who, typed: string, doing: Doing = {}) {
    return this.#read(who, doing, (scope) => peopleOf(scope, typed));
  }

  labels(who: Who, project: string | undefined, doing: Doing = {}) {
    return this.#read(who, doing, (scope) => labelsOf(scope, project));
  }

  search(who: Who, query: Query, wanted: Wanted, doing: Doing = {}) {
    return this.#read(who, doing, (scope) => searchTickets(scope, query, wanted));
  }

  get(who: Who, id: string, doing: Doing = {}) {
    return this.#read(who, doing, async (scope) => wholeTicket(scope, await ticketAt(scope, id)));
  }

  comments(who: Who, id: string, wanted: Wanted, doing: Doing = {}) {
    return this.#read(who, doing, (scope) => commentsOf(scope, id, wanted));
  }

  history(who: Who, id: string, wanted: Wanted, doing: Doing = {}) {
    return this.#read(who, doing, (scope) => historyOf(scope, id, wanted));
  }

  similar(who: Who, draft: Pick<Draft, 'title' | 'body' | 'project'>, limit: number, doing: Doing = {}) {
    return this.#read(who, doing, async (scope) => (await similarTickets(scope, draft, limit)).similar);
  }

  /**
   * Of one project one after the other, as the database has it anyway: comparing takes time of this process, which who
   * has the project's row would wait for, and everybody else for them.
   */
  create(who: Who, draft: Draft, { intent, unless, ...doing }: Creation) {
    const create = () => this.#write(who, doing, (scope) => createTicket(scope, draft, { intent, unless }));
    return this.#creating.do(create, JSON.stringify([who.tenant, draft.project?.toUpperCase()]));
  }

  update(who: Who, id: string, change: Change, { rev, ...doing }: Seen) {
    return this.#write(who, doing, (scope) => updateTicket(scope, id, change, rev));
  }

  transition(who: Who, id: string, move: Move, { rev, ...doing }: Seen) {
    return this.#write(who, doing, (scope) => moveTicket(scope, id, move, rev));
  }

  claim(who: Who, id: string, leaseMs: number, doing: Doing = {}) {
    return this.#write(who, doing, (scope) => claimTicket(scope, id, leaseMs));
  }

  release(who: Who, id: string, doing: Doing = {}) {
    return this.#write(who, doing, (scope) => releaseTicket(scope, id));
  }

  comment(who: Who, id: string, comment: NewComment, { intent, ...doing }: Once) {
    return this.#write(who, doing, (scope) => addComment(scope, id, comment, intent));
  }

  link(who: Who, id: string, change: LinkChange, doing: Doing = {}) {
    return this.#write(who, doing, (scope) => changeLink(scope, id, change));
  }

  watch({ tenant }: Who, changed: (ids: readonly string[]) => void) {
    return this.#feed.listen(tenant, changed);
  }

  async close(): Promise<void> {
    this.#feed.close();
    await this.#connections.pool.end();
  }

  #read<T>(who: Who, { signal }: Doing, work: (scope: Scope) => Promise<T>): Promise<T> {
    return this.#store.read(who, work, signal);
  }

  async #write<T>(who: Who, { signal, dryRun }: Trying, work: (scope: Scope) => Promise<T>): Promise<T> {
    if (dryRun === true) return this.#store.tryOut(who, work, signal);
    const done = await this.#store.write(who, work, signal);
    this.#feed.wrote();
    return done;
  }
}
