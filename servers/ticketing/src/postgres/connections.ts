import { ToolError } from '@ashlar/kit/errors';
import type { ClientConfig, Pool, PoolClient } from 'pg';
import { fromFailure } from './failures.ts';
import { loadPg } from './load-pg.ts';

/** Milliseconds that making a connection, or waiting for a free one, may take. */
const CONNECT_MS = 10_000;
/** A count, and the like: PostgreSQL's numbers of 64 bits come as texts otherwise. None here is beyond 2^53. */
const INT8 = 20;

/** Where the tables are, and how they are used. */
export interface Database {
  url: string;
  /** Of the tables; made where it is not there. */
  schema: string;
  /** Connections of this process at most, beside one that listens. */
  connections: number;
  /** Milliseconds that one statement may take, waiting for others who write included. */
  timeoutMs: number;
}

/** Connections to a database that are made when they are needed. */
export interface Connections {
  pool: Pool;
  /** One of its own, which stays. Throws `ToolError` (`unavailable`). */
  connect(): Promise<import('pg').Client>;
}

/** Connects to nothing yet. Throws `ToolError` (`unavailable`) where the driver is missing. */
export async function connectionsTo({ url, connections, timeoutMs }: Database): Promise<Connections> {
  const pg = await loadPg();
  const config: ClientConfig = {
    connectionString: url,
    application_name: 'ashlar-ticketing',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as never,
    },
  };
  const pool = new pg.Pool({ ...config, max: connections, allowExitOnIdle: true });
  // A connection that breaks while nobody waits for it must not end the process: the next call gets a new one.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    pool,
    async connect() {
      const client = new pg.Client({ ...config, query_timeout: timeoutMs });
      client.on('error', () => undefined);
      try {
        await client.connect();
        return client;
      } catch (error) {
        throw fromFailure(error);
      }
    },
  };
}

/** A connection in use. */
export interface Lease {
  client: PoolClient;
  /** It was cut: nobody uses it again. */
  abandoned: boolean;
}

/** Throws `ToolError`: `unavailable`, and `cancelled` where the caller has gone; then what comes late is given back. */
export async function leaseOf(pool: Pool, signal: AbortSignal | undefined): Promise<Lease> {
  const arriving = pool.connect();
  try {
    return { client: await unlessGone(arriving, signal), abandoned: false };
  } catch (error) {
    arriving.then(
      (client) => client.release(),
      () => undefined,
    );
    throw fromFailure(error);
  }
}

/** What work on a connection comes to, or that the caller has gone: then the server is asked to stop, and nothing is kept. */
export async function whileThere<T>(
  pool: Pool,
  lease: Lease,
  signal: AbortSignal | undefined,
  work: Promise<T>,
): Promise<T> {
  try {
    return await unlessGone(work, signal);
  } catch (error) {
    if (signal?.aborted) abandon(pool, lease);
    throw error;
  }
}

function abandon(pool: Pool, lease: Lease): void {
  if (lease.abandoned) return;
  lease.abandoned = true;
  const { processID } = lease.client as unknown as { processID: number };
  lease.client.release(true);
  // Whoever waits for a lock does not see that nobody listens any more.
  pool.query('SELECT pg_cancel_backend($1)', [processID]).catch(() => undefined);
}

async function unlessGone<T>(coming: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return coming;
  let leave = () => {};
  const gone = new Promise<never>((_, reject) => {
    leave = () => reject(new ToolError('cancelled', 'The call was cancelled.'));
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
  });
  try {
    return await Promise.race([coming, gone]);
  } finally {
    signal.removeEventListener('abort', leave);
    // What comes to nothing after all is nobody's concern.
    coming.catch(() => undefined);
  }
}
