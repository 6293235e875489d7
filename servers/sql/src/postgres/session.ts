import type { Socket } from 'node:net';
import { ToolError } from '@ashlar/kit/errors';
import type { Pool, PoolClient } from 'pg';
import { Deadline } from '../engine/deadline.ts';
import type { Terms } from '../engine/engine.ts';
import { inTime } from '../engine/in-time.ts';
import { tooLarge } from '../engine/refusals.ts';
import { requestCancel } from './cancel.ts';
import { fromPostgres } from './failures.ts';

/** Bytes that a server may send for one question: rows are read in parts, but a value comes whole. */
const MOST_RECEIVED = 64_000_000;
/** Milliseconds that a server has to stop what was cancelled, before the connection is cut. */
const GRACE = 2_000;
/** Milliseconds between two requests to stop: one that comes between two statements is not heard. */
const INSIST = 100;

/** A connection in use. */
interface Lease {
  client: PoolClient;
  /** It was cut: nobody uses it again. */
  abandoned: boolean;
}

/**
 * Work in a transaction that cannot write, on a connection that is clean before and after. Throws `ToolError`
 * where it fails, is cancelled or takes too long; then the server is asked to stop, and the connection is cut.
 */
export async function inReadOnly<T>(
  pool: Pool,
  terms: Terms,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const lease = await begin(pool, terms);
  try {
    return await within(lease, terms, work);
  } finally {
    if (!lease.abandoned) void clean(lease.client);
  }
}

/**
 * A connection in a transaction. One that the server has ended shows that only when it is used: then the next is
 * taken, as nothing was asked yet.
 */
async function begin(pool: Pool, terms: Terms): Promise<Lease> {
  for (let left = pool.totalCount; ; left--) {
    const lease: Lease = { client: await connect(pool, terms), abandoned: false };
    try {
      await within(lease, terms, (client) => client.query(beginning(terms.caps.timeoutMs)));
      return lease;
    } catch (error) {
      if (!lease.abandoned) lease.client.release(true);
      const gone = error instanceof ToolError && error.code === 'unavailable';
      if (!gone || left <= 0) throw error;
    }
  }
}

async function within<T>(lease: Lease, terms: Terms, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = (why: ToolError) => {
      reject(why);
      abandon(lease);
    };
    const deadline = new Deadline(terms, stop);
    const unmeter = meter(lease.client, () => {
      deadline.release();
      stop(tooLarge('needs more than 64 MB to be sent.'));
    });
    work(lease.client)
      .then(resolve, (error) => reject(fromPostgres(error, terms.caps.timeoutMs)))
      .finally(() => {
        deadline.release();
        unmeter();
      });
  });
}

/** Tells the server to stop, again and again, and cuts the connection when it had the time to. */
function abandon(lease: Lease): void {
  if (lease.abandoned) return;
  lease.abandoned = true;
  const { stream } = wireOf(lease.client);
  requestCancel(lease.client);
  const insisting = setInterval(() => requestCancel(lease.client), INSIST).unref();
  // Nothing more is read: what the server still sends waits in its own buffers.
  stream.pause();
  const cut = () => {
    clearInterval(insisting);
    stream.destroy();
  };
  setTimeout(cut, GRACE).unref();
  lease.client.release(true);
}

function connect(pool: Pool, terms: Terms): Promise<PoolClient> {
  return inTime(() => pool.connect(), terms, {
    giveBack: (client) => client.release(),
    failed: (error) => fromPostgres(error, terms.caps.timeoutMs),
  });
}

/**
 * The last of these takes a snapshot: after that, PostgreSQL refuses to make the transaction one that writes.
 * Every setting is of this transaction only: a role that may set nothing for good may set these. The server's own bound
 * of time is a second later than ours, in case that nobody tells it to stop.
 */
function beginning(timeoutMs: number): string {
  const late = timeoutMs + 1_000;
  return [
    'BEGIN TRANSACTION READ ONLY',
    `SET LOCAL statement_timeout = ${late}`,
    `SET LOCAL lock_timeout = ${late}`,
    `SET LOCAL idle_in_transaction_session_timeout = ${2 * late}`,
    // The grammar here and the one there read strings alike, and values are written in one way.
    'SET LOCAL standard_conforming_strings = on',
    // How dates are written; in which order they are read is left to the database: 01/02/2003 means what it does there.
    "SET LOCAL DateStyle = 'ISO'",
    "SET LOCAL IntervalStyle = 'postgres'",
    "SET LOCAL bytea_output = 'hex'",
    'SET LOCAL extra_float_digits = 1',
    'SELECT 1',
  ].join('; ');
}

/** Gives the connection back as new, or cuts it. */
async function clean(client: PoolClient): Promise<void> {
  try {
    await client.query('ROLLBACK');
    await client.query('DISCARD ALL');
    client.release();
  } catch {
    client.release(true);
  }
}

/** Calls `over` once more was received than may be. Gives what ends the counting. */
function meter(client: PoolClient, over: () => void): () => void {
  const { stream } = wireOf(client);
  let received = 0;
  const count = (chunk: Buffer) => {
    received += chunk.length;
    if (received > MOST_RECEIVED) over();
  };
  stream.on('data', count);
  return () => void stream.removeListener('data', count);
}

/** What @types/pg does not tell of a client. */
function wireOf(client: PoolClient): { stream: Socket } {
  return (client as unknown as { connection: { stream: Socket } }).connection;
}
