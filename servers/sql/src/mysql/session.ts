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

/** The lexer here and the one there agree in this mode, whatever the server's is. */
const MODE = "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'";

async function begin(connection: PoolConnection, timeoutMs: number): Promise<void> {
  await say(connection, MODE);
  await say(connection, await timeLimit(connection, timeoutMs));
  await say(connection, 'START TRANSACTION READ ONLY');
}

/** MariaDB counts seconds, MySQL milliseconds; a whole second later than we do, in case that nobody tells it to stop. */
async function timeLimit(connection: PoolConnection, timeoutMs: number): Promise<string> {
  const late = timeoutMs + 1_000;
  return (await isMariaDb(connection))
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
