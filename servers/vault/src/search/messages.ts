import type { Root } from '@ashlar/kit/files';
import type { DiskFile } from '../disk/disk-file.ts';
import type { Excerpt } from './excerpt.ts';
import type { Query } from './parse-query.ts';

/** What the thread of the text index is started with. */
export interface Start {
  vault: Root;
  linked: readonly Root[];
  /** Where the index is kept; undefined: nowhere. */
  file: string | undefined;
  /** What is kept there was found damaged. */
  anew: boolean;
}

/** What the index is told, in the order in which it was sent. */
export type Order =
  | { kind: 'update'; put: DiskFile[]; removed: string[] }
  /** Every file of the vault has been put by now. */
  | { kind: 'listed' };

/** What is asked of it, before all orders that wait. */
export type Ask =
  | { kind: 'rank'; expression: string }
  | { kind: 'excerpts'; paths: string[]; query: Pick<Query, 'all' | 'none'>; filters: string[] };

export type ToThread = Order | { kind: 'ask'; id: number; ask: Ask } | { kind: 'close' };

export interface Answers {
  rank: Int32Array<ArrayBuffer>;
  /** For each path; undefined where the note does not answer the query (any more). */
  excerpts: (Excerpt | undefined)[];
}

export type FromThread =
  | { kind: 'opened'; kept: boolean }
  /** The rows of the next so many files that were put; 0 where a note has no words. */
  | { kind: 'rows'; rows: Int32Array<ArrayBuffer> }
  /** So many orders are done in all. */
  | { kind: 'done'; orders: number }
  | { kind: 'answer'; id: number; answer: Answers[Ask['kind']] }
  /** A fault of ours while answering. */
  | { kind: 'fault'; id: number; error: Error }
  | { kind: 'failed'; why: 'no_sqlite' | 'damaged' };
