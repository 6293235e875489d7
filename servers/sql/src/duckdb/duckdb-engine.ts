import { resolve } from 'node:path';
import { Answer } from '../engine/answer.ts';
import { DEFAULT_CAPS } from '../engine/caps.ts';
import type { Engine, Question } from '../engine/engine.ts';
import { OPEN } from '../policy/policy.ts';
import { Pool, type PoolOptions } from '../process/pool.ts';
import { DUCKDB_CHILD } from '../process/program-url.ts';
import { type Dialect, gate } from '../statement/gate.ts';
import { requireDuckdb } from './driver.ts';

const DIALECT: Dialect = {
  begins: ['SELECT', 'WITH', 'VALUES', 'FROM', 'TABLE', 'DESCRIBE', 'SHOW', 'SUMMARIZE', 'PIVOT', 'UNPIVOT'],
  parentheses: true,
  nested: true,
  returns: true,
  space: /\s/,
};

/** Beside the 512 MB that DuckDB counts, a process needs its own, and some values are counted by nobody. */
const POOL = { memory: 1_000_000_000, working: 4, waiting: 64, policy: OPEN };

/** Milliseconds that opening may take: what a policy leaves is copied. */
const OPENING_MS = 120_000;

export type DuckdbOptions = Partial<Pick<PoolOptions, 'memory' | 'working' | 'waiting' | 'policy'>>;

/**
 * A DuckDB database, or a Parquet or CSV file as a view; under a policy, a copy of what it leaves. Throws `ToolError`:
 * `unavailable` where the driver is missing or the file cannot be read, `limited` where the copy is too large.
 */
export async function openDuckdb(path: string, options: DuckdbOptions = {}): Promise<Engine> {
  await requireDuckdb();
  const pool = new Pool({ ...POOL, ...options, path: resolve(path), program: DUCKDB_CHILD });
  const caps = { ...DEFAULT_CAPS, timeoutMs: OPENING_MS };
  try {
    await pool.ask<'explain'>({ kind: 'explain', sql: 'SELECT 1', params: [] }, { caps });
  } catch (error) {
    await pool.close();
    throw error;
  }
  return {
    kind: 'duckdb',
    async run({ sql, params = [] }: Question, terms) {
      gate(sql, DIALECT);
      return new Answer(await pool.ask<'run'>({ kind: 'run', sql, params, caps: terms.caps }, terms));
    },
    async explain({ sql, params = [] }: Question, terms) {
      gate(sql, DIALECT);
      return pool.ask<'explain'>({ kind: 'explain', sql, params }, terms);
    },
    catalog: (terms) => pool.ask<'catalog'>({ kind: 'catalog' }, terms),
    close: () => pool.close(),
  };
}
