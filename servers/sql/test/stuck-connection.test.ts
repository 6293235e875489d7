import type { Pool, PoolClient } from 'pg';
import { expect, it, vi } from 'vitest';
import { DEFAULT_CAPS } from '../src/engine/caps.ts';
import { inReadOnly as onMysql, type Pools } from '../src/mysql/session.ts';
import { inReadOnly as onPostgres } from '../src/postgres/session.ts';

const never = new Promise<never>(() => undefined);

/** Asks what is never answered, and stops once it is asked. */
async function stopped(ask: (signal: AbortSignal, work: () => Promise<never>) => Promise<never>) {
  const controller = new AbortController();
  const asked = ask(controller.signal, () => {
    queueMicrotask(() => controller.abort());
    return never;
  });
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
}

it('gives a connection to PostgreSQL that is stuck to nobody again', async () => {
  const stream = { on: vi.fn(), removeListener: vi.fn(), pause: vi.fn(), destroy: vi.fn() };
  const query = vi.fn(async () => ({ rows: [] }));
  const release = vi.fn();
  // Whoever is told to stop is told so by way of a socket that is nowhere.
  const address = { host: '/ashlar-nowhere', port: 1, processID: 1, secretKey: 1 };
  const client = { connection: { stream }, query, release, ...address } as unknown as PoolClient;
  const pool = { totalCount: 1, connect: async () => client } as unknown as Pool;
  await stopped((signal, work) => onPostgres(pool, { caps: DEFAULT_CAPS, signal }, work));
  expect(release.mock.calls).toEqual([[true]]);
  expect(query).toHaveBeenCalledOnce();
  expect(stream.pause).toHaveBeenCalled();
});

it('gives a connection to MySQL that is stuck to nobody again', async () => {
  const query = vi.fn((_: string, done: (error: null, rows: object[]) => void) => done(null, []));
  const [release, destroy, pause] = [vi.fn(), vi.fn(), vi.fn()];
  const stream = { on: vi.fn(), isPaused: () => pause.mock.calls.length > 0 };
  const connection = { on: vi.fn(), stream, threadId: 7, query, release, destroy, pause };
  const getConnection = (done: (error: null, given: typeof connection) => void) => done(null, connection);
  const told: string[] = [];
  const messenger = { on: vi.fn(), query: (sql: string) => told.push(sql), destroy: vi.fn() };
  const pools = {
    questions: { getConnection },
    messengers: {
      getConnection: (done: (error: null, given: typeof messenger) => void) => done(null, messenger),
    },
  } as unknown as Pools;
  await stopped((signal, work) => onMysql(pools, { caps: DEFAULT_CAPS, signal }, work));
  expect(destroy).toHaveBeenCalledOnce();
  expect(release).not.toHaveBeenCalled();
  expect(told).toEqual(['KILL 7']);
});
