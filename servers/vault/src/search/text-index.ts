import { ToolError } from '@ashlar/kit/errors';
import type { Root } from '@ashlar/kit/files';
import { Batches, type Changes } from '../disk/changes.ts';
import type { DiskFile } from '../disk/disk-file.ts';
import type { Excerpt } from './excerpt.ts';
import { type Filters, wantedWords } from './filters.ts';
import type { Order } from './messages.ts';
import { expressionOf, parseQuery } from './parse-query.ts';
import { Rows } from './rows.ts';
import { TextThread } from './text-thread.ts';

export interface TextIndexOptions {
  vault: Root;
  linked?: readonly Root[];
  /** Where the index is kept between runs, from `databaseFile`; undefined: nowhere. */
  file: string | undefined;
  /** Every file of the vault as far as it is known: what an index that was found damaged is made from anew. */
  files(): Iterable<DiskFile>;
}

export interface SearchOptions {
  /** Notes in the answer, at most. */
  limit: number;
  /** Best ones to leave out: those of earlier answers. */
  skip?: number;
  filters?: Filters;
}

export interface SearchAnswer {
  /** The best ones first. */
  hits: ({ path: string } & Excerpt)[];
  /** Notes that answer, these and the others. */
  total: number;
  /** What of the query nothing was looked for with. */
  ignored: string[];
  /** Notes that are not in the index yet: they are in no answer. */
  waiting: number;
  /** Notes without text: binary, too large or unreadable. */
  unread: number;
}

/** The full text of all notes, in a thread of its own. Only what is in files named `.md` is text. */
export interface TextIndex {
  /** As the follower of the vault tells. */
  update(changes: Changes): void;
  /** Every file has been told of: what is kept of others is dropped. */
  listed(): void;
  /**
   * Answers with what `update` has told of, unless that is many notes, which are then said to be waiting. Excerpts come
   * from the files as they are now: a note that does not answer any more is not in the answer. Throws `ToolError`:
   * `invalid_input` when nothing in the query can be looked for and no filter is given, `unavailable` without an index.
   */
  search(query: string, options: SearchOptions): Promise<SearchAnswer>;
  /** Settled when everything told so far is in the index. */
  settled(): Promise<void>;
  /** Whether the index is kept between runs; undefined before it is open. */
  readonly kept: boolean | undefined;
  close(): Promise<void>;
}

/** How often an index that cannot be relied on is made anew before searching is given up. */
const MAX_RESTARTS = 2;
/** Notes that a search waits for: some milliseconds of reading. */
const FEW = 64;
/** Rounds of excerpts in one search: each replaces those notes of the last that did not answer any more. */
const MAX_ROUNDS = 5;

export function createTextIndex(options: TextIndexOptions): TextIndex {
  return new ThreadedIndex(options);
}

class ThreadedIndex implements TextIndex {
  kept: boolean | undefined;
  readonly #options: TextIndexOptions;
  #thread: TextThread;
  #rows = new Rows();
  #ordered = 0;
  #done = 0;
  #isListed = false;
  #restarts = 0;
  #failure: ToolError | undefined;
  #settling: { orders: number; resolve(): void }[] = [];

  constructor(options: TextIndexOptions) {
    this.#options = options;
    this.#thread = this.#start(false);
  }

  update({ added, changed, removed }: Changes): void {
    const gone = removed.filter(isNote);
    for (const path of gone) this.#rows.remove(path);
    const put = [...added, ...changed].filter(({ path }) => isNote(path));
    this.#rows.send(put.map(({ path }) => path));
    if (put.length > 0 || gone.length > 0) this.#order({ kind: 'update', put, removed: gone });
  }

  listed(): void {
    this.#isListed = true;
    this.#order({ kind: 'listed' });
  }

  async search(
    text: string,
    { limit, skip = 0, filters: wanted = {} }: SearchOptions,
  ): Promise<SearchAnswer> {
    const query = parseQuery(text);
    const filters = wantedWords(wanted);
    if (query.all.length + filters.length === 0) throw nothingToFind();
    // What was written a moment ago is to be found; what is read for the first time would take too long.
    if (this.#rows.waiting <= FEW) await this.settled();
    if (this.#failure) throw this.#failure;
    const ranked = await this.#thread.ask({ kind: 'rank', expression: expressionOf(query, filters) });
    const paths = this.#rows.pathsOf(ranked);
    const hits: SearchAnswer['hits'] = [];
    let stale = 0;
    for (let at = skip, round = 0; hits.length < limit && at < paths.length && round < MAX_ROUNDS; round++) {
      const some = paths.slice(at, at + limit - hits.length);
      at += some.length;
      const excerpts = await this.#thread.ask({ kind: 'excerpts', paths: some, query, filters });
      for (const [index, path] of some.entries()) {
        const excerpt = excerpts[index];
        if (excerpt) hits.push({ path, ...excerpt });
        else stale++;
      }
    }
    const { waiting, unread } = this.#rows;
    return { hits, total: paths.length - stale, ignored: query.ignored, waiting, unread };
  }

  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#settling.push({ orders: this.#ordered, resolve });
      this.#settle();
    });
  }

  close(): Promise<void> {
    this.#failure ??= closed();
    return this.#thread.close();
  }

  #start(anew: boolean): TextThread {
    const { vault, linked = [], file } = this.#options;
    return new TextThread(
      { vault, linked, file, anew },
      {
        opened: (kept) => {
          this.kept = kept;
        },
        rows: (rows) => this.#rows.arrive(rows),
        done: (orders) => {
          this.#done = orders;
          this.#settle();
        },
        ended: (why) => this.#ended(why),
      },
    );
  }

  #ended(why: 'no_sqlite' | 'damaged' | 'closed'): void {
    if (why === 'no_sqlite') this.#failure = noSqlite();
    else if (why === 'damaged' && ++this.#restarts > MAX_RESTARTS) this.#failure = beyondRepair();
    if (this.#failure) return this.#settle();
    this.#rows = new Rows();
    this.#ordered = 0;
    this.#done = 0;
    const waiting = this.#settling.splice(0);
    this.#thread = this.#start(true);
    const again = new Batches((changes) => this.update(changes));
    for (const file of this.#options.files()) again.add('added', file);
    again.flush();
    if (this.#isListed) this.listed();
    for (const one of waiting) void this.settled().then(one.resolve);
  }

  #order(order: Order): void {
    this.#ordered++;
    this.#thread.order(order);
  }

  #settle(): void {
    const isSettled = ({ orders }: { orders: number }) => orders <= this.#done || this.#failure !== undefined;
    for (const { resolve } of this.#settling.filter(isSettled)) resolve();
    this.#settling = this.#settling.filter((one) => !isSettled(one));
  }
}

function isNote(path: string): boolean {
  return /\.md$/i.test(path);
}

function nothingToFind(): ToolError {
  return new ToolError('invalid_input', 'The query has no word that can be looked for.', {
    hint: 'Write at least one word with letters or digits, or give a filter; -words only take notes away.',
  });
}

function noSqlite(): ToolError {
  const hint =
    'Ask the operator to run this server with Node 22.16 or later; everything but searching works.';
  return new ToolError('unavailable', 'Searching needs the SQLite of Node 22.16.', {
    hint,
    retryable: false,
  });
}

function beyondRepair(): ToolError {
  const hint =
    'Ask the operator to look at the disk space of the cache and temporary folders, and to restart.';
  return new ToolError('unavailable', 'The text index cannot be kept on this disk.', {
    hint,
    retryable: false,
  });
}

function closed(): ToolError {
  return new ToolError('unavailable', 'The server is shutting down.');
}
