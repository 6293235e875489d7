import { COLUMNS } from './fields.ts';

/** In the header of the file, at byte 68: "AshV". */
export const APPLICATION = 0x41736856;

/**
 * What the index consists of. The notes themselves are not in it: FTS5 keeps only the words and where they stand.
 * `kind` says why a note has no words. A change here makes every kept index a foreign one, which is made anew.
 */
export const SCHEMA: readonly string[] = [
  'CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID',
  'CREATE TABLE note (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, size REAL NOT NULL, mtime REAL NOT NULL, ctime REAL NOT NULL, kind TEXT NOT NULL)',
  `CREATE VIRTUAL TABLE words USING fts5(${COLUMNS.join(', ')}, content='', contentless_delete=1, tokenize='ascii')`,
];

/** Raised when what the index holds for the same notes changes: the folding, the fields. */
const CONTENT = 2;

/** What an index has to say of itself to be used: the vault it is of, and how texts were read for it. */
export function aboutOf(vault: string): Record<string, string> {
  return { vault, content: String(CONTENT), unicode: process.versions.unicode ?? '' };
}

/** How much a word in each column counts, in the order of `COLUMNS`: a filter says nothing of worth. */
export const WEIGHTS = '10, 4, 4, 1, 0';
