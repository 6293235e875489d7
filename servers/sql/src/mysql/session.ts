import type { Socket } from 'node:net';
import type { ToolError } from '@ashlar/kit/errors';
import type { Pool, PoolConnection } from 'mysql2';
import { Deadline } from '../engine/deadline.ts';
import type { Terms } from '../engine/engine.ts';
import { inTime } from '../engine/in-time.ts';
import { tooLarge } from '../engine/refusals.ts';
import { fromMysql } from './failures.ts';

/** Bytes that a server may send for one question. */
const MOST_RECEIVED = 64_000_000;

/** Who has to say that a question is over must not wait until one is. */
export interface Pools {
  questions: Pool;
  messengers: Pool;
}

/**
 * Work in a transaction that cannot write, on a connection of its own: locks, variables and settings end with it, and
 * a question that was left in the middle cannot trouble the next. Throws `ToolError`; then the server is told to stop.
 */
export async function inReadOnly<T>(
  pools: Pools,
  terms: Terms,
  work: (connection: PoolConnection) => Promise<T>,
): Promise<T> {
  const connection = await connect(pools.questions, terms);
  connection.on('error', () => undefined);
  const { stream } = connection as unknown as { stream: Socket };
  try {
    return await new Promise<T>((resolve, reject) => {
      const stop = (why: ToolError) => {
        reject(why);
        connection.pause();
      };
      const deadline = new Deadline(terms, stop);
      let received = 0;
      stream.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received > MOST_RECEIVED) stop(tooLarge('needs more than 64 MB to be sent.'));
      });
      begin(connection, terms.caps.timeoutMs)
        .then(() => work(connection))
        .then(resolve, (error) => reject(fromMysql(error, terms.caps.timeoutMs)))
        .finally(() => deadline.release());
    });
  } finally {
    // Whoever stopped in the middle has paused it; the server would go on.
    if (stream.isPaused()) kill(pools.messengers, connection.threadId);
    connection.destroy();
  }
}

function connect(pool: Pool, terms: Terms): Promise<PoolConnection> {
  const arrive = () =>
    new Promise<PoolConnection>((resolve, reject) => {
      pool.getConnection((error, connection) => (error ? reject(error) : resolve(connection)));
    });
  return inTime(arrive, terms, {
    giveBack: (connection) => connection.destroy(),
    failed: (error) => fromMysql(error, terms.caps.timeoutMs),
  });
}

/**
 * Modes in which strings and quotes are read in another way than the lexer here reads them, and those that bring them.
 * All others stay as they are, because answers depend on them: https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html
 */
const OTHER_QUOTES = new Set([
  ...['ANSI_QUOTES', 'NO_BACKSLASH_ESCAPES'],
  ...['ANSI', 'DB2', 'MAXDB', 'MSSQL', 'ORACLE', 'POSTGRESQL'],
]);

async function begin(connection: PoolConnection, timeoutMs: number): Promise<void> {
  const [row] = await say(connection, 'SELECT version() AS version, @@SESSION.sql_mode AS mode');
  const modes = String(row?.mode).split(',');
  const kept = modes.filter((mode) => !OTHER_QUOTES.has(mode));
  await say(connection, `SET SESSION sql_mode = '${kept.join(',')}'`);
  await say(connection, timeLimit(/mariadb/i.test(String(row?.version)), timeoutMs));
  await say(connection, 'START TRANSACTION READ ONLY');
}

/** MariaDB counts seconds, MySQL milliseconds; a whole second later than we do, in case that nobody tells it to stop. */
function timeLimit(isMariaDb: boolean, timeoutMs: number): string {
  const late = timeoutMs + 1_000;
  return isMariaDb
    ? `SET SESSION max_statement_time = ${late / 1_000}`
    : `SET SESSION max_execution_time = ${late}`;
}

export async function isMariaDb(connection: PoolConnection): Promise<boolean> {
  const [row] = await say(connection, 'SELECT version() AS version');
  return /mariadb/i.test(String(row?.version));
}

/** One statement of ours, and the rows that it gives. */
export function say(connection: PoolConnection, sql: string): Promise<Record<string, unknown>[]> {
  return new Promise((resolve, reject) => {
    connection.query(sql, (error, rows) =>
      error ? reject(error) : resolve(Array.isArray(rows) ? (rows as Record<string, unknown>[]) : []),
    );
  });
}

/** Over another connection: the one that waits hears nothing. */
function kill(pool: Pool, thread: number | null): void {
  pool.getConnection((error, messenger) => {
    if (error) return;
    messenger.on('error', () => undefined);
    messenger.query(`KILL ${Number(thread)}`, () => messenger.destroy());
  });
}
