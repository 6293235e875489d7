import type { Database } from 'better-sqlite3';
import type { Parameters } from '../../engine/engine.ts';
import type { Policy } from '../../policy/policy.ts';
import { Refusal } from '../../process/messages.ts';
import { authorize } from '../authorize.ts';
import { compile, type Instruction } from '../program.ts';
import { checkProgram } from './check-program.ts';
import { KeptBack } from './kept-back.ts';
import { type KeptSchema, keptSchema, schemaRows } from './kept-schema.ts';
import { mentions } from './mentions.ts';
import { withoutIndexes } from './not-indexed.ts';
import { tellName } from './tell-name.ts';

/** A statement that keeps to what the operator said. */
export interface Allowed {
  /** Means what was asked; it may be read in another way than SQLite would have chosen. */
  sql: string;
  /** Columns of the answer that hold masked values. */
  masked: ReadonlySet<number>;
  /** A line of its plan, without the name of an index that tells of a column. */
  shown(line: string): string;
}

/** How often a statement is compiled in another way, because the one before would tell something. */
const WAYS = 6;

/** Holds what the operator said of the tables of a database file. */
export class Keeper {
  readonly policy: Policy;
  #known: { rows: string; schema: KeptSchema } | undefined;

  constructor(policy: Policy) {
    this.policy = policy;
  }

  /** Whether there is nothing to keep back. */
  get idle(): boolean {
    return this.policy.keepsNothing;
  }

  /**
   * What `read` gives, of the database as it is at one moment: what was looked at is what is read. Throws what `read` does.
   */
  within<T>(database: Database, read: () => T): T {
    if (this.idle) return read();
    // From the first thing that is read on, all is of one moment: nothing is written, or it is not seen.
    database.exec('BEGIN');
    try {
      return read();
    } finally {
      database.pragma('automatic_index = ON');
      if (database.inTransaction) database.exec('ROLLBACK');
    }
  }

  /** To be called inside of `within`. Throws where it is not: what was looked at may not be what is read then. */
  schema(database: Database): KeptSchema {
    if (!database.inTransaction) throw new RangeError('looked at outside of a transaction');
    const rows = schemaRows(database);
    const key = JSON.stringify(rows);
    if (this.#known?.rows !== key) {
      this.#known?.schema.visible.close();
      this.#known = { rows: key, schema: keptSchema(database, rows, this.policy) };
    }
    return this.#known.schema;
  }

  /**
   * Looks at what a statement is compiled to with these values. To be called inside of `within`, which also has to
   * contain the reading. Throws `Refusal`, and what SQLite says of the statement.
   */
  allow(database: Database, sql: string, params: Parameters): Allowed {
    if (this.idle) {
      authorize(database, sql);
      return { sql, masked: new Set(), shown: (line) => line };
    }
    const schema = this.schema(database);
    const program = this.#compiled(database, schema, sql, params);
    try {
      return this.#anyWay(database, schema, { sql, program, params });
    } catch (error) {
      throw error instanceof KeptBack ? tellName(error, sql) : error;
    }
  }

  /** Compiles it; what SQLite says is wrong with it is what it says where nothing is that is hidden. */
  #compiled(database: Database, schema: KeptSchema, sql: string, params: Parameters): Instruction[] {
    const said = failure(() => schema.visible.prepare(sql));
    const program = failure(() => compile(database, sql, params));
    if (said.error !== undefined) {
      const text = `${sql}\n${said.error instanceof Error ? said.error.message : ''}`;
      const named = schema.hidden.some((name) => mentions(text, name));
      throw named || program.error === undefined ? new KeptBack('table') : said.error;
    }
    if (program.value === undefined) {
      // Values that do not fit are the asker's; what is only wrong with what is hidden is not told of.
      const { error } = program;
      const values = error instanceof TypeError || (error instanceof Refusal && error.kind === 'values');
      throw values ? error : new KeptBack('table');
    }
    return program.value;
  }

  /** Where SQLite would go a way that tells something, others are tried. */
  #anyWay(
    database: Database,
    schema: KeptSchema,
    first: { sql: string; program: Instruction[]; params: Parameters },
  ): Allowed {
    const tables = new Map<string, string>();
    let { sql, program } = first;
    let refused: unknown;
    for (let way = 0; way < WAYS; way++) {
      try {
        authorize(database, sql, program);
        return {
          sql,
          masked: checkProgram(database, { sql, program }, schema),
          shown: withoutTelling(schema),
        };
      } catch (error) {
        refused ??= error;
        if (!(error instanceof KeptBack)) throw error;
        const { withoutIndexes: table, automaticIndex } = error.detail;
        if (automaticIndex) database.pragma('automatic_index = OFF');
        else if (table === undefined || tables.has(table.table.toLowerCase())) throw error;
        else tables.set(table.table.toLowerCase(), table.alone);
        sql = withoutIndexes(first.sql, tables, schema.views);
      }
      const again = failure(() => compile(database, sql, first.params));
      if (again.value === undefined) throw refused;
      program = again.value;
    }
    throw refused;
  }
}

/** Rows may be counted by an index that is not otherwise used. One name may begin like another: the longest is meant. */
function withoutTelling({ trees }: KeptSchema): (line: string) => string {
  const telling = [...trees.values()].filter(({ kind, tells }) => kind === 'index' && tells);
  const names = telling.map(({ name }) => name).sort((a, b) => b.length - a.length);
  const without = (text: string, name: string) => `${text} `.replace(`INDEX ${name} `, 'INDEX ').trimEnd();
  return (line) => names.reduce(without, line);
}

function failure<T>(work: () => T): { value?: T; error?: unknown } {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}
