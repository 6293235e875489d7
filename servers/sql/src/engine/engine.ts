import type { Answer } from './answer.ts';
import type { PageCaps } from './caps.ts';
import type { Table } from './table.ts';

export type EngineKind = 'sqlite' | 'postgresql' | 'mysql' | 'mariadb' | 'duckdb';

/** A value given for a placeholder: what JSON can say. Integers beyond 2^53 are given as text. */
export type Parameter = null | boolean | number | string;

/** By position, or by name: for `:name`, and for what else the engine itself takes; without the sigil. */
export type Parameters = readonly Parameter[] | Readonly<Record<string, Parameter>>;

export interface Question {
  /** One statement that reads. */
  sql: string;
  params?: Parameters | undefined;
}

/** What a call may cost. */
export interface Terms {
  caps: PageCaps;
  /** Its abort reaches the database: the statement is over there, not only here. */
  signal?: AbortSignal | undefined;
}

/** How the database would answer, in its own words, one line each. */
export interface Plan {
  lines: string[];
}

/**
 * A database that can be asked anything and changed by nothing. Every method throws `ToolError` and nothing
 * else: `forbidden` with the rule that refused a statement, `invalid_input` with what the database says of it,
 * `timeout`, `cancelled`, `limited` (memory or size), `unavailable` (not there, closed, or the driver is missing).
 * After any of them the engine is as good as before: what was stuck is destroyed, never used again.
 */
export interface Engine {
  readonly kind: EngineKind;
  /** Asks. Stops reading at the caps; rows are never held beyond them. */
  run(question: Question, terms: Terms): Promise<Answer>;
  /** Plans and never executes. Refuses what `run` refuses. */
  explain(question: Question, terms: Terms): Promise<Plan>;
  /** Every table and view that the connection may see, by schema and name, whatever the policy; only its own system's are left out. */
  catalog(terms: Terms): Promise<Table[]>;
  /** Ends connections and processes; what runs fails with `unavailable`. */
  close(): Promise<void>;
}
