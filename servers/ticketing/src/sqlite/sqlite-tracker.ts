import type { Ledger } from '../actions/ledger.ts';
import { allowedProject } from '../rules/project.ts';
import type { Rules } from '../rules/rules.ts';
import type { Capabilities } from '../tracker/capabilities.ts';
import type { Change, Draft, LinkChange, Move, NewAttachment, NewComment } from '../tracker/change.ts';
import type { Query, Wanted } from '../tracker/query.ts';
import type { Who } from '../tracker/tenant.ts';
import type { Creation, Doing, Once, Seen, Tracker, Trying } from '../tracker/tracker.ts';
import type { Workflow } from '../tracker/workflow.ts';
import { addAttachment, attachmentAt, attachmentsOf } from './attachments.ts';
import { sqliteCapabilities } from './capabilities.ts';
import { claimTicket, releaseTicket } from './claim.ts';
import { addComment, commentsOf } from './comments.ts';
import { createTicket } from './create.ts';
import { historyOf } from './events.ts';
import { Feed } from './feed.ts';
import { formerStatuses } from './former-statuses.ts';
import { labelsOf, peopleOf } from './known-names.ts';
import { beginAction, finishAction, standingOf } from './ledger.ts';
import { changeLink } from './links.ts';
import { moveTicket } from './move.ts';
import { searchTickets } from './search.ts';
import { similarTickets } from './similar.ts';
import { type Scope, Store } from './store.ts';
import { ticketAt, wholeTicket } from './ticket-row.ts';
import { updateTicket } from './update.ts';

interface Opening extends Rules {
  file: string;
  clock?: () => number;
  customers?: boolean;
}

/** The embedded tracker: all tickets in one file, which several processes may use at once. */
export class SqliteTracker implements Tracker {
  readonly capabilities: Capabilities;
  readonly projects: readonly string[];
  readonly ledger: Ledger;
  readonly #rules: Rules;
  readonly #store: Store;
  readonly #feed: Feed;

  private constructor(store: Store, rules: Rules, customers: boolean) {
    this.capabilities = sqliteCapabilities(rules.workflow, customers);
    this.projects = rules.projects;
    this.#rules = rules;
    this.#store = store;
    this.#feed = new Feed(store, rules.projects);
    this.ledger = {
      look: (who, booking, doing = {}) => this.#read(who, doing, (scope) => standingOf(scope, booking)),
      begin: (who, booking, doing = {}) => this.#write(who, doing, (scope) => beginAction(scope, booking)),
      finish: (who, { number }, came) => this.#write(who, {}, (scope) => finishAction(scope, number, came)),
    };
  }

  /**
   * Throws `ToolError` (`unavailable`) where the file cannot be used. `clock` gives milliseconds since 1970; `customers` is
   * whether some who call are.
   */
  static async open({ file, clock, customers = false, ...rules }: Opening): Promise<SqliteTracker> {
    const store = await Store.open({ file, rules, ...(clock === undefined ? {} : { clock }) });
    return new SqliteTracker(store, rules, customers);
  }

  workflow(who: Who, project: string | undefined, doing: Doing = {}): Promise<Workflow> {
    return this.#read(who, doing, (scope) => {
      allowedProject(scope.rules, project);
      const former = formerStatuses(scope);
      return former.length === 0 ? this.#rules.workflow : { ...this.#rules.workflow, former };
    });
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
    return this.#read(who, doing, (scope) => wholeTicket(scope, ticketAt(scope, id)));
  }

  comments(who: Who, id: string, wanted: Wanted, doing: Doing = {}) {
    return this.#read(who, doing, (scope) => commentsOf(scope, id, wanted));
  }

  history(who: Who, id: string, wanted: Wanted, doing: Doing = {}) {
    return this.#read(who, doing, (scope) => historyOf(scope, id, wanted));
  }

  similar(who: Who, draft: Pick<Draft, 'title' | 'body' | 'project'>, limit: number, doing: Doing = {}) {
    return this.#read(who, doing, (scope) => similarTickets(scope, draft, limit));
  }

  create(who: Who, draft: Draft, { intent, unless, ...doing }: Creation) {
    return this.#write(who, doing, (scope) => createTicket(scope, draft, { intent, unless }));
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

  attach(who: Who, id: string, file: NewAttachment, doing: Doing = {}) {
    return this.#write(who, doing, (scope) => addAttachment(scope, id, file));
  }

  attachments(who: Who, id: string, wanted: Wanted, doing: Doing = {}) {
    return this.#read(who, doing, (scope) => attachmentsOf(scope, id, wanted));
  }

  attachment(who: Who, id: string, number: string, doing: Doing = {}) {
    return this.#read(who, doing, (scope) => attachmentAt(scope, id, number));
  }

  async watch({ tenant }: Who, changed: (ids: readonly string[]) => void) {
    return this.#feed.listen(tenant, changed);
  }

  close(): void {
    this.#feed.close();
    this.#store.close();
  }

  #read<T>(who: Who, { signal }: Doing, work: (scope: Scope) => T): Promise<T> {
    return this.#store.read(who, work, signal);
  }

  async #write<T>(who: Who, { signal, dryRun }: Trying, work: (scope: Scope) => T): Promise<T> {
    if (dryRun === true) return this.#store.tryOut(who, work, signal);
    const done = await this.#store.write(who, work, signal);
    this.#feed.wrote();
    return done;
  }
}
