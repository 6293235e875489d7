import type { Place, Root } from '@ashlar/kit/files';
import type { NamedRoot } from './link-target.ts';
import type { ListEnd, ListEntry, ListOptions } from './list-job.ts';
import type { Job } from './messages.ts';
import { Pool, type PoolOptions } from './pool.ts';
import type { Scope } from './scope.ts';
import type { FileMatch, LineMatch, SearchEnd, SearchEntry, SearchOptions } from './search-contract.ts';
import type { Terms } from './thread.ts';
import { WORKER_URL } from './worker-url.ts';

export interface ListResult extends Omit<ListEnd, 'stopped'> {
  entries: ListEntry[];
  /** It is not the whole answer: `next` goes on where the time was up. */
  stopped?: 'deadline';
}

export interface SearchResult extends Omit<SearchEnd, 'stopped'> {
  /** In mode `lines`; otherwise empty. */
  lines: LineMatch[];
  /** In the modes `files` and `count`; otherwise empty. */
  files: FileMatch[];
  /** It is not the whole answer: `next` goes on where the time was up. */
  stopped?: 'deadline';
}

/** Listings and searches, done by threads so that the server goes on answering. */
export interface Walks {
  /** Lists what is in a folder. Throws `ToolError`. */
  list(place: Place, options: ListOptions, terms?: Partial<Terms>): Promise<ListResult>;
  /** Searches the content of a file, or of everything in a folder. Throws `ToolError`. */
  search(place: Place, options: SearchOptions, terms?: Partial<Terms>): Promise<SearchResult>;
  close(): Promise<void>;
}

export interface WalkSettings extends Partial<PoolOptions> {
  roots: readonly Root[];
  /** Globs as for `createDeny`. */
  deny: readonly string[];
  allow: readonly string[];
  /** Milliseconds until a job gives what it has. Default: 10,000. */
  deadlineMs?: number;
}

const POOL: PoolOptions = { url: WORKER_URL, threads: 2, waiting: 8, idleMs: 30_000, graceMs: 1_000 };

/** Starts no thread before the first job. */
export function createWalks({ roots, deny, allow, deadlineMs = 10_000, ...options }: WalkSettings): Walks {
  const pool = new Pool({ ...POOL, ...options });
  const named: NamedRoot[] = roots.map(({ name, real }) => ({ name, real }));
  const scope = ({ root, relative, shown }: Place): Scope => ({
    start: { real: root.real, relative, shown },
    roots: named,
    deny: [...deny],
    allow: [...allow],
  });
  const run = (job: Job, terms: Partial<Terms> = {}) => pool.run(job, { deadlineMs, ...terms });
  return {
    async list(place, options, terms) {
      const { entries, end, forced } = await run({ kind: 'list', ...scope(place), options }, terms);
      const known = (end ?? {
        skipped: {},
        ...(options.after !== undefined && { next: options.after }),
      }) as ListEnd;
      return { ...ending(known, forced), entries: entries as ListEntry[] };
    },
    async search(place, options, terms) {
      const { entries, end, forced } = await run({ kind: 'search', ...scope(place), options }, terms);
      const totals = { files: 0, matched: 0, lines: 0 };
      const known = (end ?? {
        totals,
        skipped: {},
        ...(options.after && { next: options.after }),
      }) as SearchEnd;
      const found = entries as SearchEntry[];
      const lines = found.filter((entry) => 'text' in entry);
      return { ...ending(known, forced), lines, files: found.filter((entry) => !('text' in entry)) };
    },
    close: () => pool.close(),
  };
}

/** A job that was cancelled has nobody left to answer: what was stopped and is answered met its deadline. */
function ending<End extends { stopped?: true }>(end: End, forced: boolean) {
  const { stopped, ...rest } = end;
  return stopped || forced ? { ...rest, stopped: 'deadline' as const } : rest;
}
