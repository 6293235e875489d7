import type { Query } from './query.ts';
import type { Scope } from './scope.ts';
import type { Skipped } from './skipped.ts';

export type SearchMode = 'lines' | 'files' | 'count';

export interface SearchOptions extends Query {
  /** On paths below the start. */
  glob?: string | undefined;
  /** Lines shown before and after each line that matches, up to 10; in mode `lines`. Default: 0. */
  context?: number | undefined;
  /** What an entry is: a line, a file, or a file with the number of its lines. Default: `lines`. */
  mode?: SearchMode | undefined;
  /** Search what `.gitignore` hides. */
  all?: boolean | undefined;
  /** The `next` of an earlier result: goes on strictly after it. */
  after?: SearchCursor | undefined;
  /** Entries at most, from 1. */
  limit: number;
  /** Bytes of text at most; one entry always fits. */
  maxBytes: number;
}

/** How far a search is: through a line of a file, or through the whole file. */
export interface SearchCursor {
  relative: string;
  line?: number | undefined;
}

/** A line that matches. Lines are cut to about 200 characters, around the match. */
export interface LineMatch {
  /** Path below the root. */
  relative: string;
  line: number;
  text: string;
  before: string[];
  after: string[];
}

/** A file in which lines match; `count` of them in mode `count`. */
export interface FileMatch {
  relative: string;
  count?: number;
}

export type SearchEntry = LineMatch | FileMatch;

export interface SearchEnd {
  /** Where the next call goes on; nothing follows where it is missing. */
  next?: SearchCursor;
  /** Text files gone through, files with a match, and lines that match, as far as this call went. */
  totals: { files: number; matched: number; lines: number };
  skipped: Skipped;
  /** The job was asked to stop before it was through. */
  stopped?: true;
}

/** One search, as plain data for a thread. */
export interface SearchJob extends Scope {
  kind: 'search';
  options: SearchOptions;
}
