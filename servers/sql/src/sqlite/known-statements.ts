import type { Database, Statement } from 'better-sqlite3';
import type { Column } from '../engine/answer.ts';

/** A statement that may be read, compiled, and what its columns are. */
export interface Ready {
  statement: Statement<unknown[]>;
  columns: readonly Column[];
}

/** Statements that are kept of a connection. */
const MOST = 32;
/** Characters of one that is kept: they take memory, and what is longer takes its time anyway. */
const LONGEST = 4_000;

const knownBy = new WeakMap<Database, Map<string, Ready>>();

/**
 * A statement as `make` gives it, or as it gave it before: to compile one and to look at it takes longer than most
 * questions take. SQLite compiles it anew only where tables have changed, for which the file has to be written to.
 */
export function knownStatement(database: Database, sql: string, make: () => Ready): Ready {
  const known = knownBy.get(database) ?? new Map<string, Ready>();
  knownBy.set(database, known);
  const before = known.get(sql);
  if (before !== undefined) return before;
  const ready = make();
  if (sql.length > LONGEST) return ready;
  const [oldest] = known.keys();
  if (known.size >= MOST && oldest !== undefined) known.delete(oldest);
  known.set(sql, ready);
  return ready;
}

/** For when the file was written to: what they are compiled to may be something else now. */
export function forgetStatements(database: Database): void {
  knownBy.delete(database);
}
