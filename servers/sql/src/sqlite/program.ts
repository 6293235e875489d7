import type { Database } from 'better-sqlite3';
import type { Parameters } from '../engine/engine.ts';
import { withValues } from './bind.ts';

/** One instruction of a compiled statement: https://www.sqlite.org/opcode.html */
export interface Instruction {
  /** Its place in the program. */
  addr: number;
  opcode: string;
  p1: number;
  p2: number;
  p3: number;
  /** As EXPLAIN writes it. Empty where there is none. */
  p4: string;
  p5: number;
}

/** As the driver gives it, which may take integers for large ones. */
type Row = Record<'addr' | 'p1' | 'p2' | 'p3' | 'p5', number | bigint> & {
  opcode: string;
  p4: string | null;
};

/**
 * What a statement is compiled to; nothing runs. With values, as it is compiled for these: SQLite looks at what a
 * statement is bound to, and plans it anew. Throws what SQLite says.
 */
export function compile(database: Database, sql: string, params?: Parameters): Instruction[] {
  const rows = params === undefined ? unbound(database, sql) : bound(database, sql, params);
  return rows.map(({ opcode, p4, addr, p1, p2, p3, p5 }) => ({
    ...{ addr: Number(addr), opcode, p1: Number(p1), p2: Number(p2), p3: Number(p3) },
    ...{ p4: p4 ?? '', p5: Number(p5) },
  }));
}

function unbound(database: Database, sql: string): Row[] {
  return (database as Database & { explain(sql: string): Row[] }).explain(sql);
}

function bound(database: Database, sql: string, params: Parameters): Row[] {
  const statement = database.prepare(`EXPLAIN ${sql}`).safeIntegers(false);
  return withValues(sql, params, (...values) => statement.all(...values)) as Row[];
}
