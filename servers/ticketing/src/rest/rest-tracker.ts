import { throwIfCancelled } from '@ashlar/kit/files';
import { DeedFile } from '../remote/deed-file.ts';
import type { TokenSource } from '../remote/token.ts';
import type { Capabilities } from '../tracker/capabilities.ts';
import type { Change, Draft, Move, NewComment } from '../tracker/change.ts';
import type { Query, Wanted } from '../tracker/query.ts';
import type { Tenant, Who } from '../tracker/tenant.ts';
import type { Creation, Doing, Once, Seen, Tracker } from '../tracker/tracker.ts';
import { addComment } from './add-comment.ts';
import { capabilitiesOf } from './capabilities.ts';
import { claimTicket, releaseTicket } from './claim.ts';
import { commentsOf } from './comments.ts';
import { createTicket } from './create.ts';
import { RestDesk } from './desk.ts';
import { historyOf } from './history.ts';
import { moveTicket } from './move.ts';
import { peopleOf } from './people.ts';
import type { Profile } from './profile.ts';
import { find, whole } from './read.ts';
import { searchTickets } from './search.ts';
import { similarTickets } from './similar.ts';
import { updateTicket } from './update.ts';
import { Wire } from './wire.ts';
import { workflowOf } from './workflow.ts';

export interface Opening {
  profile: Profile;
  /** Where the tracker is; `https://` unless it is on this machine. */
  url: string;
  token: TokenSource;
  /** As the tracker names them, the first of which is meant where none is named. */
  projects: readonly string[];
  /** Whose they are: to any other tenant there is nothing here. */
  tenant: Tenant;
  /** The file that remembers what was written. Default: it is forgotten with the process. */
  remember?: string | undefined;
  clock?: (() => number) | undefined;
  requestMs?: number | undefined;
  mostBytes?: number | undefined;
  environment?: NodeJS.ProcessEnv | undefined;
}

/**
 * A tracker that is spoken to as its profile says. Everything is written in the name of the token's owner, and read as
 * the tracker has it at that moment: nothing is kept here but what tells repeated calls apart.
 */
export class RestTracker implements Tracker {
  readonly capabilities: Capabilities;
  readonly projects: readonly string[];
  declare people?: NonNullable<Tracker['people']>;
  declare history?: NonNullable<Tracker['history']>;
  declare claim?: NonNullable<Tracker['claim']>;
  declare release?: NonNullable<Tracker['release']>;
  readonly #desk: RestDesk;

  private constructor(desk: RestDesk) {
    this.#desk = desk;
    this.projects = desk.projects.names;
    this.capabilities = capabilitiesOf(desk.profile);
    const { assignees, history, claim } = this.capabilities;
    if (assignees) this.people = (who, typed, doing = {}) => peopleOf(desk, who, typed, doing);
    if (history)
      this.history = async (who, id, wanted, doing = {}) =>
        historyOf(desk, await this.#find(who, id, doing), { ...wanted, ...doing });
    if (claim) this.claim = (who, id, _leaseMs, doing = {}) => claimTicket(desk, who, id, doing);
    if (claim) this.release = (who, id, doing = {}) => releaseTicket(desk, who, id, doing);
  }

  /** Asks whose the token is, and nothing else. Throws `ToolError` where there is none, or the tracker takes it not. */
  static async open({ requestMs, mostBytes, remember, ...opening }: Opening): Promise<RestTracker> {
    const bounds = { ...(requestMs && { requestMs }), ...(mostBytes && { mostBytes }) };
    const url = opening.url.replace(/\/+$/, '');
    const place = JSON.stringify([opening.profile.name, url, ...opening.projects]);
    const deeds = remember === undefined ? undefined : await DeedFile.open(remember, place);
    const desk = await RestDesk.open({ ...opening, url, deeds, wire: new Wire(url, bounds) });
    await desk.account();
    return new RestTracker(desk);
  }

  async workflow(who: Who, project: string | undefined, doing: Doing = {}) {
    throwIfCancelled(doing.signal);
    return workflowOf(this.#desk, await this.#desk.projects.named(who, project), doing);
  }

  search(who: Who, query: Query, wanted: Wanted, doing: Doing = {}) {
    return searchTickets(this.#desk, who, query, { ...wanted, ...doing });
  }

  async get(who: Who, id: string, doing: Doing = {}) {
    return whole(this.#desk, await this.#find(who, id, doing), doing);
  }

  async comments(who: Who, id: string, wanted: Wanted, doing: Doing = {}) {
    const { items, ...page } = await commentsOf(this.#desk, await this.#find(who, id, doing), {
      ...wanted,
      ...doing,
    });
    return { ...page, items: items.map(({ writer: _, ...comment }) => comment) };
  }

  async similar(
    who: Who,
    draft: Pick<Draft, 'title' | 'body' | 'project'>,
    limit: number,
    doing: Doing = {},
  ) {
    const project = await this.#desk.projects.named(who, draft.project);
    return similarTickets(this.#desk, project, draft, { limit, ...doing });
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

  comment(who: Who, id: string, comment: NewComment, once: Once) {
    return addComment(this.#desk, who, id, comment, once);
  }

  close(): void {
    this.#desk.intents.close();
  }

  async #find(who: Who, id: string, doing: Doing) {
    return find(this.#desk, await this.#desk.place(who, id), doing, id);
  }
}
