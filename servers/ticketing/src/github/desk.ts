import { ToolError } from '@ashlar/kit/errors';
import { throwIfCancelled } from '@ashlar/kit/files';
import { isUncertain } from '../remote/answer-error.ts';
import { type Deeds, DeedsInMemory } from '../remote/deeds.ts';
import { Intents } from '../remote/intents.ts';
import { earliestOf } from '../remote/same-text.ts';
import { Shown } from '../remote/shown.ts';
import { InTurn } from '../tracker/in-turn.ts';
import { noSuchTicket } from '../tracker/refusals.ts';
import type { Tenant, Who } from '../tracker/tenant.ts';
import type { Doing, Trying } from '../tracker/tracker.ts';
import type { Client } from './client.ts';
import { fromGithub } from './failures.ts';
import { type Issue, isOf } from './issue.ts';
import type { Octokit } from './load-octokit.ts';
import { idOf, type Place, placeOf, type Repository, repositoryOf } from './repository.ts';

/** Issues that may be asked for at once, as GitHub bounds it. */
export const PAGE = 100;

interface Opened {
  client: Client;
  repositories: readonly Repository[];
  tenant: Tenant;
  /** Default: as long as the process lives. */
  deeds?: Deeds | undefined;
  /** Milliseconds since 1970. */
  clock?: (() => number) | undefined;
}

/** What is asked of a repository. */
type Work<T> = (octokit: Octokit, at: { owner: string; repo: string }) => Promise<T>;

/** What every call works with. One token is one desk: its repositories are those of one tenant. */
export class GithubDesk {
  readonly client: Client;
  readonly repositories: readonly Repository[];
  readonly writes = new InTurn();
  readonly shown = new Shown<Issue>();
  readonly intents: Intents;
  /** Addresses of what this process made and got an answer for. */
  readonly made = new Set<string>();
  readonly clock: () => number;
  readonly #tenant: Tenant;

  constructor({ client, repositories, tenant, deeds, clock = Date.now }: Opened) {
    this.intents = new Intents(clock, deeds ?? new DeedsInMemory());
    this.clock = clock;
    this.client = client;
    this.repositories = repositories;
    this.#tenant = tenant;
  }

  isFor({ tenant }: Who): boolean {
    return tenant === this.#tenant;
  }

  /** By GitHub's clock, when something that was begun then may be there at the earliest. */
  earliest(begun: number): number {
    return earliestOf(begun, this.client.ahead());
  }

  /** Throws `noSuchTicket` for what is not theirs as for what is not there, without asking GitHub. */
  place(who: Who, id: string): Place {
    if (!this.isFor(who)) throw noSuchTicket(id);
    return placeOf(this.repositories, id);
  }

  /** Throws `not_found` for the projects of others as for those that are not there. */
  repository(who: Who, project: string | undefined): Repository {
    if (!this.isFor(who)) throw notTheirs();
    const [first] = this.repositories;
    if (project === undefined && first !== undefined) return first;
    return repositoryOf(this.repositories, project ?? '');
  }

  /** Asks GitHub; failures are told as those of a ticket where its id is given. */
  ask<T>(repository: Repository, id: string | undefined, work: Work<T>): Promise<T> {
    return this.#tell(repository, id, work, () => false);
  }

  /**
   * Sends a write, once. Throws what GitHub refused as `ask` does, and as it came what may have been done all the same
   * (`isUncertain`).
   */
  send<T>(repository: Repository, id: string | undefined, work: Work<T>): Promise<T> {
    return this.#tell(repository, id, work, isUncertain);
  }

  /** Changes wait for each other; what only looks waits for nobody. */
  inTurn<T>({ dryRun = false }: Trying, work: () => Promise<T>): Promise<T> {
    return dryRun ? work() : this.writes.do(work);
  }

  /** As whom GitHub knows this server; undefined for an app. */
  async login(repository: Repository): Promise<string | undefined> {
    return this.ask(repository, undefined, () => this.client.login());
  }

  /** The issue as it is now. Throws `noSuchTicket` for pull requests and what has moved away, too. */
  async issue(place: Place, { signal }: Doing, named = idOf(place)): Promise<Issue> {
    const { repository, number } = place;
    throwIfCancelled(signal);
    const { data } = await this.ask(repository, named, (octokit, at) =>
      octokit.rest.issues.get({ ...at, issue_number: number, ...aborted(signal) }),
    );
    if (!isOf(repository, data)) throw noSuchTicket(named);
    return data;
  }

  async #tell<T>(
    { owner, name: repo }: Repository,
    id: string | undefined,
    work: Work<T>,
    asItCame: (error: unknown) => boolean,
  ): Promise<T> {
    try {
      return await work(this.client.octokit, { owner, repo });
    } catch (error) {
      throw asItCame(error) ? error : fromGithub(error, { repository: `${owner}/${repo}`, id });
    }
  }
}

/** For reads alone: a write that was sent is seen to its end. */
export function aborted(signal: AbortSignal | undefined): { request?: { signal: AbortSignal } } {
  return signal === undefined ? {} : { request: { signal } };
}

function notTheirs(): ToolError {
  return new ToolError('not_found', 'project: there is none here.', { hint: 'Tell the operator.' });
}
