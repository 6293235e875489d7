import { requireNode } from '@ashlar/kit/needs';
import { Answer } from '../engine/answer.ts';
import type { Engine, Question, Terms } from '../engine/engine.ts';
import { OPEN } from '../policy/policy.ts';
import { fromFailure } from '../process/from-failure.ts';
import { Refusal } from '../process/messages.ts';
import { Pool, type PoolOptions } from '../process/pool.ts';
import { SQLITE_CHILD } from '../process/program-url.ts';
import { type Dialect, gate } from '../statement/gate.ts';
import { fileState } from './file-state.ts';

/** better-sqlite3 13 ends the process without a word below Node-API 10: see docs/decisions/0003. */
const FLOOR = [22, 14] as const;

const DIALECT: Dialect = { begins: ['SELECT', 'WITH', 'VALUES'], space: /[ \t\n\r\f\uFEFF]/ };

const POOL = { memory: 512_000_000, working: 4, waiting: 64, policy: OPEN };

export type SqliteOptions = Partial<Pick<PoolOptions, 'memory' | 'working' | 'waiting' | 'policy'>>;

/**
 * A database file. SQLite runs in child processes, because a query that gives no row cannot be stopped in any
 * other way. Throws `ToolError` (`unavailable`) where the file cannot be read or Node is older than 22.14.
 */
export async function openSqlite(path: string, options: SqliteOptions = {}): Promise<Engine> {
  requireNode('SQLite', FLOOR);
  try {
    fileState(path);
  } catch (error) {
    throw error instanceof Refusal ? fromFailure({ kind: error.kind, words: error.message }) : error;
  }
  const pool = new Pool({ ...POOL, ...options, path, program: SQLITE_CHILD });
  return {
    kind: 'sqlite',
    async run({ sql, params = [] }: Question, terms: Terms) {
      gate(sql, DIALECT);
      return new Answer(await pool.ask<'run'>({ kind: 'run', sql, params, caps: terms.caps }, terms));
    },
    async explain({ sql, params = [] }: Question, terms: Terms) {
      gate(sql, DIALECT);
      return pool.ask<'explain'>({ kind: 'explain', sql, params }, terms);
    },
    catalog: (terms) => pool.ask<'catalog'>({ kind: 'catalog' }, terms),
    close: () => pool.close(),
  };
}
