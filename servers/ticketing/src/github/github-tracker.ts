import { throwIfCancelled } from '@ashlar/kit/files';
import { DeedFile } from '../remote/deed-file.ts';
import type { Capabilities } from '../tracker/capabilities.ts';
import type { Change, Draft, Move, NewComment } from '../tracker/change.ts';
import type { Query, Wanted } from '../tracker/query.ts';
import type { Tenant, Who } from '../tracker/tenant.ts';
import type { Creation, Doing, Once, Seen, Tracker } from '../tracker/tracker.ts';
import { addComment } from './add-comment.ts';
import { Audiences } from './audience.ts';
import { githubCapabilities } from './capabilities.ts';
import { claimTicket, releaseTicket } from './claim.ts';
import { type Connecting, connect } from './client.ts';
import { commentsOf } from './comments.ts';
import { createTicket } from './create.ts';
import { GithubDesk } from './desk.ts';
import { historyOf } from './history.ts';
import { ticketOf } from './issue.ts';
import { moveTicket } from './move.ts';
import type { GithubNews } from './news.ts';
import { labelsOf, peopleOf } from './people.ts';
import { repositoriesOf } from './repository.ts';
import { searchTickets } from './search.ts';
import { similarTickets } from './similar.ts';
import { updateTicket } from './update.ts';
import { GITHUB_WORKFLOW } from './workflow.ts';

export interface Opening extends Connecting {
  /** `owner/name` of the repositories that may be used, the first of which is meant where none is named. */
  repositories: readonly string[];
  /** Whose they are: to any other tenant there is nothing here. */
  tenant: Tenant;
  /** Where GitHub tells of changes; without it nobody is told. */
  news?: GithubNews | undefined;
  /** The file that remembers what was written. Default: it is forgotten with the process. */
  remember?: string | undefined;
  clock?: (() => number) | undefined;
}

/**
 * GitHub Issues. Everything is written in the name of the token's owner, and read as GitHub has it at that moment:
 * nothing is kept here but what tells repeated calls apart.
 */
export class GithubTracker implements Tracker {
  readonly capabilities: Capabilities;
  readonly projects: readonly string[];
  readonly watch?: NonNullable<Tracker['watch']>;
  readonly #desk: GithubDesk;
  readonly #audiences = new Audiences();

  private constructor(desk: GithubDesk, news: GithubNews | undefined) {
    this.capabilities = githubCapabilities(news);
    this.projects = desk.repositories.map(({ key }) => key);
    this.#desk = desk;
    if (news !== undefined) this.watch = async (who, changed) => newsFor(desk, who, news, changed);
  }

  /** Asks GitHub nothing yet. Throws `ToolError` where packages or a token are missing, or a repository has no name. */
  static async open({
    repositories,
    tenant,
    news,
    remember,
    clock,
    ...connecting
  }: Opening): Promise<GithubTracker> {
    const named = repositoriesOf(repositories);
    const client = await connect({ ...connecting, clock });
    const place = JSON.stringify([connecting.baseUrl ?? 'https://api.github.com', ...repositories]);
    const deeds = remember === undefined ? undefined : await DeedFile.open(remember, place);
    return new GithubTracker(new GithubDesk({ client, repositories: named, tenant, deeds, clock }), news);
  }

  async workflow(who: Who, project: string | undefined, { signal }: Doing = {}) {
    throwIfCancelled(signal);
    if (project !== undefined) this.#desk.repository(who, project);
    return GITHUB_WORKFLOW;
  }

  async audience(who: Who, project: string, doing: Doing = {}) {
    return this.#audiences.of(this.#desk, this.#desk.repository(who, project), doing);
  }

  async people(who: Who, typed: string, doing: Doing = {}) {
    if (!this.#desk.isFor(who)) return [];
    return peopleOf(this.#desk, this.#desk.repository(who, undefined), typed, doing);
  }

  async labels(who: Who, project: string | undefined, doing: Doing = {}) {
    return labelsOf(this.#desk, this.#desk.repository(who, project), doing);
  }

  search(who: Who, query: Query, wanted: Wanted, doing: Doing = {}) {
    return searchTickets(this.#desk, who, query, { ...wanted, ...doing });
  }

  async get(who: Who, id: string, doing: Doing = {}) {
    const place = this.#desk.place(who, id);
    const issue = await this.#desk.issue(place, doing, id);
    const ticket = ticketOf(place.repository, issue);
    this.#desk.shown.keep(ticket.id, ticket.rev, issue);
    return ticket;
  }

  comments(who: Who, id: string, wanted: Wanted, doing: Doing = {}) {
    return commentsOf(this.#desk, who, id, { ...wanted, ...doing });
  }

  history(who: Who, id: string, wanted: Wanted, doing: Doing = {}) {
    return historyOf(this.#desk, who, id, { ...wanted, ...doing });
  }

  similar(who: Who, draft: Pick<Draft, 'title' | 'body' | 'project'>, limit: number, doing: Doing = {}) {
    return similarTickets(this.#desk, who, draft, { limit, ...doing });
  }

  create(who: Who, draft: Draft, creation: Creation) {
    return createTicket(this.#desk, who, draft, creation);
  }

  update(who: Who, id: string, change: Change, seen: Seen) {
    return updateTicket(this.#desk, who, id, change, seen);
  }

  transition(who: Who, id: string, move: Move, seen: Seen) {
    return moveTicket(this.#desk, who, id, move, seen);
  }

  /** `leaseMs` is not kept: GitHub has no claims that end. */
  claim(who: Who, id: string, _leaseMs: number, doing: Doing = {}) {
    return claimTicket(this.#desk, who, id, doing);
  }

  release(who: Who, id: string, doing: Doing = {}) {
    return releaseTicket(this.#desk, who, id, doing);
  }

  comment(who: Who, id: string, comment: NewComment, once: Once) {
    return addComment(this.#desk, who, id, comment, once);
  }

  close(): void {
    this.#desk.intents.close();
  }
}

/** Those of another tenant are told nothing: nothing is here for them. */
function newsFor(
  desk: GithubDesk,
  who: Who,
  news: GithubNews,
  changed: (ids: readonly string[]) => void,
): () => void {
  return desk.isFor(who) ? news.listen(changed) : () => {};
}
