import { throwIfCancelled } from '@ashlar/kit/files';
import { isUncertain } from '../remote/answer-error.ts';
import { type Deeds, DeedsInMemory } from '../remote/deeds.ts';
import { Identity } from '../remote/identity.ts';
import { Intents } from '../remote/intents.ts';
import { earliestOf } from '../remote/same-text.ts';
import { Shown } from '../remote/shown.ts';
import { readToken, type TokenSource } from '../remote/token.ts';
import { InTurn } from '../tracker/in-turn.ts';
import { noSuchTicket } from '../tracker/refusals.ts';
import type { Tenant, Who } from '../tracker/tenant.ts';
import type { Ticket } from '../tracker/ticket.ts';
import { type RestAccount, whoseToken } from './account.ts';
import type { Answer } from './answer.ts';
import { type About, fromTracker } from './failures.ts';
import { Lists } from './lists.ts';
import type { Profile } from './profile.ts';
import type { Query, Request } from './profile-parts.ts';
import { type Place, Projects } from './projects.ts';
import { queryOf } from './query-of.ts';
import { filledJson, filledPath, type Values } from './template.ts';
import type { Wire } from './wire.ts';

/** Milliseconds for which a tracker that answers anybody is taken to know the token still, where it is only read. */
const KNOWN_MS = 10_000;

interface Opened {
  profile: Profile;
  /** Where people look at it, and below which its API is. */
  url: string;
  wire: Wire;
  token: TokenSource;
  projects: readonly string[];
  tenant: Tenant;
  /** Default: as long as the process lives. */
  deeds?: Deeds | undefined;
  clock?: (() => number) | undefined;
  environment?: NodeJS.ProcessEnv | undefined;
}

/** How something is asked for. */
export interface Asking extends Omit<About, 'tracker'> {
  values?: Values | undefined;
  /** Beside that of the request, and as it is: it holds no templates. */
  query?: Query | undefined;
  signal?: AbortSignal | undefined;
}

/** Something that is sent: `body` is what fields are, beside what the request says itself. */
export interface Sending extends Asking {
  headers?: Readonly<Record<string, string>> | undefined;
  put?: ((body: unknown) => unknown) | undefined;
}

/** What every call works with. One token is one desk: its projects are those of one tenant. */
export class RestDesk {
  readonly profile: Profile;
  readonly url: string;
  readonly writes = new InTurn();
  readonly shown = new Shown<Ticket>();
  readonly intents: Intents;
  readonly lists: Lists;
  readonly projects: Projects;
  /** What claims of this process have begun, by the id of the ticket: where it was, and is. */
  readonly begun = new Map<string, { from: string; to: string }>();
  /** Ids of what this process made and got an answer for. */
  readonly made = new Set<string>();
  readonly clock: () => number;
  readonly #tenant: Tenant;
  readonly #wire: Wire;
  readonly #identity: Identity<RestAccount>;
  readonly #environment: NodeJS.ProcessEnv;
  #checked = Number.NEGATIVE_INFINITY;
  #ahead = 0;

  private constructor(opened: Opened, token: string) {
    const {
      profile,
      url,
      wire,
      projects,
      tenant,
      deeds,
      clock = Date.now,
      environment = process.env,
    } = opened;
    this.profile = profile;
    this.url = url;
    this.clock = clock;
    this.intents = new Intents(clock, deeds ?? new DeedsInMemory());
    this.lists = new Lists(this);
    this.projects = new Projects(this, projects);
    this.#tenant = tenant;
    this.#wire = wire;
    this.#environment = environment;
    const read = () => readToken(opened.token, profile.name, environment);
    this.#identity = new Identity(read, token, (one) =>
      whoseToken(profile, one, (request, values) => this.#request(one, request, { values })),
    );
  }

  /** Throws `ToolError` (`unavailable`) where there is no token. Asks the tracker nothing yet. */
  static async open(opened: Opened): Promise<RestDesk> {
    const { profile, token, environment } = opened;
    return new RestDesk(opened, await readToken(token, profile.name, environment));
  }

  isFor({ tenant }: Who): boolean {
    return tenant === this.#tenant;
  }

  /** Throws `noSuchTicket` for what is not theirs as for what is not there, without asking the tracker. */
  async place(who: Who, id: string): Promise<Place> {
    if (!this.isFor(who)) throw noSuchTicket(id);
    return this.projects.placeOf(id);
  }

  /** Milliseconds since 1970, by the tracker's clock, as its last answer told it. */
  theirTime(): number {
    return this.clock() + this.#ahead;
  }

  /** By the tracker's clock, when something that was begun then may be there at the earliest. */
  earliest(begun: number): number {
    return earliestOf(begun, this.#ahead);
  }

  /** As whom the tracker knows this server. */
  account(): Promise<RestAccount> {
    return this.#told({}, () => this.#identity.account());
  }

  /** Asks the tracker. Failures are told as those of a ticket where its id is given. */
  async ask(request: Request, { signal, ...asking }: Asking = {}): Promise<Answer> {
    throwIfCancelled(signal);
    return this.#told(asking, async () => {
      if (this.clock() - this.#checked > KNOWN_MS) await this.#check();
      return this.#identity.ask((token) => this.#request(token, request, { ...asking, signal }));
    });
  }

  /**
   * Sends a write, once. Throws what the tracker refused as `ask` does, and as it came what may have been done all the
   * same (`isUncertain`).
   */
  async send(request: Request, sending: Sending = {}): Promise<Answer> {
    // Whatever becomes of this, nothing was written.
    await this.#told(sending, () => this.#check());
    try {
      return await this.#identity.ask((token) => this.#request(token, request, sending));
    } catch (error) {
      throw isUncertain(error) ? error : this.#tell(error, sending);
    }
  }

  /** Of a tracker that answers also whom it does not know: an answer says nothing of the token. */
  async #check(): Promise<void> {
    if (this.profile.identity?.open !== true) return;
    await this.#identity.check();
    this.#checked = this.clock();
  }

  async #request(token: string, request: Request, sending: Sending): Promise<Answer> {
    const { values = {}, query = {}, headers = {}, put, signal } = sending;
    const { auth, api } = this.profile;
    const base = request.body === undefined ? undefined : filledJson(request.body, values);
    const body = put === undefined ? base : put(base);
    const answer = await this.#wire.send({
      method: request.method,
      path: `${api}${filledPath(request.path, values)}`,
      query: queryOf(request.query, values, query),
      ...(body === undefined ? {} : { body }),
      headers: { ...this.#headers(), ...headers, [auth.header]: auth.value.replace('{token}', () => token) },
      secret: token,
      signal,
    });
    const theirs = Date.parse(answer.headers.get('date') ?? '');
    if (Number.isFinite(theirs)) this.#ahead = theirs - this.clock();
    return answer;
  }

  #headers(): Record<string, string> {
    const named = Object.entries(this.profile.headers).map(([name, { variable }]) => [
      name,
      this.#environment[variable] ?? '',
    ]);
    return Object.fromEntries(named.filter(([, value]) => value !== ''));
  }

  async #told<T>(about: Asking, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.#tell(error, about);
    }
  }

  #tell(error: unknown, { project, id, permission }: Asking): unknown {
    const { name: tracker, permissions } = this.profile;
    return fromTracker(error, { tracker, project, id, permission, said: permissions.said }, this.clock());
  }
}
