import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClientKind, connectHttp, connectStdio, startHttp, type TestClient } from '@ashlar/kit/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { DATABASES, type Database } from './databases.ts';

const PROGRAM = join(import.meta.dirname, '..', 'dist', 'main.js');

interface Served {
  client: TestClient;
  /** The process of the server. */
  pid: number;
}

/** A real client of the server as it is published, over each transport. */
const TRANSPORTS = { stdio: overStdio, HTTP: overHttp };

async function overStdio(kind: ClientKind, args: string[]): Promise<Served> {
  const client = await connectStdio(kind, { command: process.execPath, args: [PROGRAM, ...args] });
  onTestFinished(() => client.close());
  return { client, pid: Number((client.sdk.transport as unknown as { pid: number }).pid) };
}

async function overHttp(kind: ClientKind, args: string[]): Promise<Served> {
  const server = await startHttp({ command: process.execPath, args: [PROGRAM, ...args] });
  const client = await connectHttp(kind, server.url);
  onTestFinished(async () => {
    await client.close();
    await server.stop();
  });
  return { client, pid: Number(server.raw.process.pid) };
}

describe.each(DATABASES)('$name, asked by a real client', ({ start }) => {
  if (start === undefined) return it.skip('is not here', () => undefined);
  let database: Database;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ashlar-stopping-'));
    database = await start(folder);
  }, 60_000);
  afterAll(async () => {
    await database?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const rowsOf = async (client: TestClient, sql: string) => {
    const { structuredContent, isError } = await client.call('query', { sql });
    expect(isError ?? false).toBe(false);
    return structuredContent?.rows;
  };
  const gone = (pid: number, ids: readonly number[], timeout = 2_000) =>
    expect
      .poll(async () => (await database.working(pid)).filter((id) => ids.includes(id)), { timeout })
      .toEqual([]);
  const workingOf = async (pid: number) => {
    await expect.poll(() => database.working(pid), { timeout: 10_000 }).toHaveLength(1);
    return database.working(pid);
  };
  /** Who was stuck is never asked again. */
  const answeredByOthers = async (client: TestClient, ids: readonly number[]) => {
    for (let n = 0; n < 5; n++) {
      const [[who] = []] = (await rowsOf(client, database.whoAmI ?? 'SELECT 0')) as number[][];
      expect(ids).not.toContain(who);
    }
  };

  it.each([
    ['stdio', 'v2'],
    ['stdio', 'v1'],
    ['HTTP', 'v2'],
  ] as const)(
    'hears of progress and stops what is cancelled, over %s with %s',
    { timeout: 30_000 },
    async (transport, kind) => {
      const { client, pid } = await TRANSPORTS[transport](kind, [database.source]);
      const heard: number[] = [];
      const controller = new AbortController();
      const call = client.call(
        'query',
        { sql: database.endless },
        { signal: controller.signal, onprogress: ({ progress }) => heard.push(progress) },
      );
      const failed = expect(call).rejects.toThrow();
      const ids = await workingOf(pid);
      expect(await rowsOf(client, 'SELECT 2')).toEqual([[2]]);
      await expect.poll(() => heard.length, { timeout: 5_000 }).toBeGreaterThan(1);
      expect(heard.slice(0, 2)).toEqual([1, 2]);
      controller.abort('changed my mind');
      await failed;
      await gone(pid, ids);
      await answeredByOthers(client, ids);
      const told = heard.length;
      await sleep(1_200);
      expect(heard).toHaveLength(told);
    },
  );

  it.each(['stdio', 'HTTP'] as const)(
    'stops what takes too long, over %s',
    { timeout: 30_000 },
    async (transport) => {
      const { client, pid } = await TRANSPORTS[transport]('v2', [database.source, '--timeout', '5']);
      const call = client.call('query', { sql: database.endless });
      const ids = await workingOf(pid);
      const { isError, content } = await call;
      expect(isError).toBe(true);
      expect(content[0]?.text).toContain('longer than 5000 ms');
      await gone(pid, ids);
      await answeredByOthers(client, ids);
    },
  );

  it('leaves nothing at work when the server itself is killed', { timeout: 30_000 }, async () => {
    const { client, pid } = await overStdio('v2', [database.source]);
    const lost = expect(client.call('query', { sql: database.endless })).rejects.toThrow();
    const ids = await workingOf(pid);
    process.kill(pid, 'SIGKILL');
    await lost;
    // A server elsewhere has its own bound of time for whom nobody stopped.
    if (database.whoAmI !== undefined) return;
    await expect.poll(() => ids.filter((id) => existsSync(`/proc/${id}`)), { timeout: 3_000 }).toEqual([]);
  });

  it('ends what nobody could answer, and answers others meanwhile', { timeout: 120_000 }, async () => {
    const { client, pid } = await overStdio('v2', [database.source, '--timeout', '1']);
    await rowsOf(client, 'SELECT 1');
    for (const [name, sql] of Object.entries(database.heavy)) {
      let ended = false;
      const heavy = client.call('query', { sql }).finally(() => {
        ended = true;
      });
      const began = performance.now();
      let answered = 0;
      while (!ended && performance.now() - began < 800) {
        expect(await rowsOf(client, 'SELECT 2'), name).toEqual([[2]]);
        if (!ended) answered++;
      }
      const { isError, content } = await heavy;
      expect(isError, name).toBe(true);
      expect(content[0]?.text, name).toMatch(
        name === 'views in views' ? /^(?:timeout|limited|invalid_input): / : /^(?:timeout|limited): /,
      );
      if (performance.now() - began > 500) expect(answered, name).toBeGreaterThan(0);
      // A process that is kept has worked, too: only a server can say that nothing is under way.
      // PostgreSQL looks up only when it has written a value as text, however large that is.
      if (database.whoAmI !== undefined) await gone(pid, await database.working(pid), 30_000);
    }
    expect(await rowsOf(client, 'SELECT 3')).toEqual([[3]]);
  });
});
