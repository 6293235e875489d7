import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import { freePort } from '@ashlar/kit/testing/servers';
import { describe, expect, it, vi } from 'vitest';
import { cuttingProxy } from './cutting-proxy.ts';
import { anew, somebody } from './own-desk.ts';
import { ownFaults } from './own-faults.ts';
import { type Host, openPostgres, postgresHost } from './postgres-desk.ts';
import { onPostgres } from './postgres-programs.ts';
import { startWorker } from './start-worker.ts';

const [ann, bob] = [somebody('ann'), somebody('bob')];
const ONE = { title: 'One', body: '' };

onPostgres('PostgreSQL of $name', (programs) => {
  const host = postgresHost(programs);

  ownFaults('PostgreSQL', async () => {
    const { schema, tracker } = await openPostgres(host);
    const start = (job: string, ...args: string[]) =>
      startWorker('postgres-worker.ts', job, host.url(), schema, ...args);
    return { tracker, start, checkWhole: () => checkTables(host, schema) };
  });

  describe('a connection', () => {
    it('that is cut in the middle of a write leaves nothing of it, and the next call has another one', async () => {
      const { tracker, schema } = await openPostgres(host);
      const { id, rev } = await tracker.create(ann, ONE, anew());
      const holding = await host.holdRows(schema);
      const writing = tracker.update(ann, id, { title: 'Two' }, { rev });
      const refused = expect(writing).rejects.toMatchObject({
        code: 'unavailable',
        message: 'The database is not there, or ended the connection. Nothing was changed.',
      });
      await expect.poll(() => host.waiting()).toBe(1);
      await host.cutAll();
      await refused;
      await holding.end();
      expect(await tracker.get(ann, id)).toMatchObject({ title: 'One', rev });
      expect((await tracker.update(ann, id, { title: 'Two' }, { rev })).rev).toBe('2');
    });

    it('that the server ended while nobody used it is no concern of the next call', async () => {
      const { tracker } = await openPostgres(host);
      await Promise.all([1, 2, 3].map(() => tracker.create(ann, ONE, anew())));
      await host.cutAll();
      expect((await tracker.create(ann, ONE, anew())).id).toBe('OPS-4');
      await host.cutAll();
      expect((await tracker.search(ann, {}, { limit: 9 })).items).toHaveLength(4);
    });

    it('that turns out to be gone when it is used is no concern of who uses it, nor are others like it', async () => {
      const { tracker, proxy } = await openThrough(host);
      await Promise.all([1, 2, 3].map(() => tracker.search(ann, {}, { limit: 1 })));
      proxy.forgetAll();
      expect((await tracker.create(ann, ONE, anew())).id).toBe('OPS-1');
    });

    it('whose last answer was lost is told as unknown, and with the key of the call as what was done', async () => {
      const { tracker, proxy } = await openThrough(host);
      await tracker.search(ann, {}, { limit: 1 });
      proxy.cutNextCommit();
      const once = { intent: { key: 'k', hash: 'h' } };
      await expect(tracker.create(ann, ONE, once)).rejects.toMatchObject({
        code: 'upstream',
        retryable: false,
        hint: expect.stringContaining('With the same key'),
      });
      expect(await tracker.create(ann, ONE, once)).toMatchObject({ id: 'OPS-1', replayed: true });
      expect((await tracker.search(ann, {}, { limit: 9 })).items).toHaveLength(1);
    });

    it('is not made to who does not answer, and nothing tells the URL', async () => {
      const port = await freePort();
      const url = `postgres://tickets:hunter2@127.0.0.1:${port}/desk`;
      const error = await openPostgres(host, { url }).catch((error) => error);
      expect(error).toMatchObject({ code: 'unavailable' });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/hunter2|postgres:/);
    });
  });

  describe('who waits for somebody else', () => {
    it('is told that it took too long, and nothing was changed', async () => {
      const { tracker, schema } = await openPostgres(host, { timeoutMs: 300 });
      const { id, rev } = await tracker.create(ann, ONE, anew());
      const holding = await host.holdRows(schema);
      await expect(tracker.update(ann, id, { title: 'Two' }, { rev })).rejects.toMatchObject({
        code: 'unavailable',
        message: 'The database did not answer in time. Nothing was changed.',
      });
      await holding.end();
      expect((await tracker.get(ann, id)).title).toBe('One');
    });

    it('is waited for by nobody once the caller has gone: neither here nor in the database', async () => {
      const { tracker, schema } = await openPostgres(host, { connections: 2 });
      const { id, rev } = await tracker.create(ann, ONE, anew());
      const holding = await host.holdRows(schema);
      const gone = new AbortController();
      const writing = tracker.update(ann, id, { title: 'Two' }, { rev, signal: gone.signal });
      const refused = expect(writing).rejects.toMatchObject({ code: 'cancelled' });
      await expect.poll(() => host.waiting()).toBe(1);
      gone.abort();
      await refused;
      await expect.poll(() => host.waiting(), { timeout: 5_000 }).toBe(0);
      await holding.end();
      expect((await tracker.get(ann, id)).title).toBe('One');
    });

    it('does not wait for a free connection once the caller has gone, and gives it back', async () => {
      const { tracker, schema } = await openPostgres(host, { connections: 1 });
      const { id, rev } = await tracker.create(ann, ONE, anew());
      const holding = await host.holdRows(schema);
      const writing = tracker.update(ann, id, { title: 'Two' }, { rev });
      await expect.poll(() => host.waiting()).toBe(1);
      const late = tracker.get(ann, id, { signal: AbortSignal.timeout(50) });
      await expect(late).rejects.toMatchObject({ code: 'cancelled' });
      await holding.end();
      expect((await writing).rev).toBe('2');
      expect((await tracker.get(ann, id)).title).toBe('Two');
    });

    it('to make a ticket takes no connections from who makes none', async () => {
      const { tracker, schema } = await openPostgres(host, { connections: 2 });
      const { id } = await tracker.create(ann, ONE, anew());
      const holding = await host.holdRows(schema, undefined, 'project');
      const making = Array.from({ length: 5 }, () => tracker.create(ann, ONE, anew()));
      await expect.poll(() => host.waiting()).toBe(1);
      expect((await tracker.get(ann, id)).title).toBe('One');
      await holding.end();
      expect(await Promise.all(making)).toHaveLength(5);
    });

    it('and whom that one waits for, too, is begun again', async () => {
      const { tracker, schema } = await openPostgres(host);
      const { id: one } = await tracker.create(ann, ONE, anew());
      const { id: two } = await tracker.create(ann, { title: 'Two', body: '' }, anew());
      // Locks the second; the tracker locks the first and waits; then this one asks for the first, and never gives way.
      const other = await host.holdRows(schema, 2);
      const linking = tracker.link(ann, one, { relation: 'blocks', target: two });
      await expect.poll(() => host.waiting()).toBe(1);
      const crossing = other.lock(1);
      await crossing;
      await other.end();
      expect((await linking).changed).toEqual([{ field: 'blocks', after: two }]);
    });
  });

  describe('two servers at once', () => {
    it('make one ticket of what is likely the same', async () => {
      const { tracker, another } = await openPostgres(host);
      const { tracker: other } = await another();
      for (let round = 0; round < 10; round++) {
        const draft = { title: `Disk almost full on db-${round}`, body: `Alert ${round}` };
        const make = (at: typeof tracker) =>
          at.create(ann, draft, {
            ...anew(),
            unless(similar) {
              if (similar.some(({ score }) => score > 0.9)) throw new Error('known');
            },
          });
        const made = await Promise.allSettled([make(tracker), make(other), make(tracker)]);
        expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const one of made) if (one.status === 'rejected') expect(one.reason.message).toBe('known');
      }
    });

    it('make no circle of blocks, nor of parents, of links that have no ticket in common', async () => {
      const { tracker, another } = await openPostgres(host);
      const { tracker: other } = await another();
      for (let round = 0; round < 10; round++) {
        const [a, b, c, d] = await Promise.all(
          [1, 2, 3, 4].map(async () => (await tracker.create(ann, ONE, anew())).id),
        );
        for (const [from, to] of [
          [a, b],
          [c, d],
        ] as [string, string][]) {
          await tracker.link(ann, from, { relation: 'blocks', target: to });
          await tracker.update(ann, to, { parent: from }, { rev: '2' });
        }
        const rev = async (id = '') => (await tracker.get(ann, id)).rev;
        const closing = await Promise.allSettled([
          tracker.link(ann, b as string, { relation: 'blocks', target: c as string }),
          other.link(ann, d as string, { relation: 'blocks', target: a as string }),
        ]);
        expect(closing.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        const seen = [{ rev: await rev(c) }, { rev: await rev(a) }] as const;
        const parents = await Promise.allSettled([
          tracker.update(ann, c as string, { parent: b as string }, seen[0]),
          other.update(ann, a as string, { parent: d as string }, seen[1]),
        ]);
        expect(parents.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      }
    });

    it('spell a new label in one way', async () => {
      const { tracker, another } = await openPostgres(host);
      const { tracker: other } = await another();
      for (let round = 0; round < 10; round++) {
        const make = (at: typeof tracker, label: string) =>
          at.create(ann, { ...ONE, labels: [label] }, anew());
        await Promise.all([make(tracker, `Label ${round}`), make(other, `LABEL ${round}`)]);
      }
      expect(await tracker.labels(ann, undefined)).toHaveLength(10);
    });

    it('take one of two changes of the same state', async () => {
      const { tracker, another } = await openPostgres(host);
      const { tracker: other } = await another();
      for (let round = 0; round < 20; round++) {
        const { id, rev } = await tracker.create(ann, ONE, anew());
        const change = (at: typeof tracker, label: string) =>
          at.update(ann, id, { addLabels: [label] }, { rev }).catch((error) => error.code as string);
        const both = await Promise.all([change(tracker, 'x'), change(other, 'y')]);
        expect(both.filter((one) => one === 'conflict')).toHaveLength(1);
        expect((await tracker.get(ann, id)).labels).toHaveLength(1);
      }
    });

    it('know one time, whatever their own clocks say', async () => {
      const { tracker, another } = await openPostgres(host);
      const { tracker: other } = await another();
      const { id } = await tracker.create(ann, ONE, anew());
      await tracker.claim(ann, id, 60_000);
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
      const taking = other.claim(bob, id, 60_000).finally(() => vi.useRealTimers());
      await expect(taking).rejects.toThrow('held by "ann"');
    });
  });

  it('refuses what its texts cannot have, and keeps the rest', async () => {
    const { tracker } = await openPostgres(host);
    const body = 'ö 東京 \u{1f600} \\ \' " \u2028';
    const { id } = await tracker.create(ann, { title: 'One', body }, anew());
    expect((await tracker.get(ann, id)).body).toBe(body);
    await expect(tracker.create(ann, { title: 'a\0b', body: '' }, anew())).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('has tables in which nothing of one tenant can belong to a ticket of another', async () => {
    const { tracker, schema } = await openPostgres(host);
    await tracker.create(ann, ONE, anew());
    await tracker.create(somebody('eve', 'globex'), ONE, anew());
    const label = (tenant: number) => host.admin(`INSERT INTO ${schema}.label VALUES (${tenant}, 1, 'x')`);
    await expect(label(2)).rejects.toThrow('foreign key');
    await expect(label(1)).resolves.toBeDefined();
  });

  it('does not begin to look for who has gone', async () => {
    const { tracker } = await openPostgres(host);
    await expect(
      tracker.search(ann, {}, { limit: 1 }, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    await pause(0);
  });
});

/** A tracker whose connections can be cut on their way. */
async function openThrough(host: Host) {
  const proxy = await cuttingProxy(host.port);
  const url = host.url().replace(`:${host.port}/`, `:${proxy.port}/`);
  return { proxy, ...(await openPostgres(host, { url })) };
}

/** What belongs together is there together: each state has its entry, its comment, its words. */
async function checkTables(host: Host, schema: string): Promise<void> {
  // What the killed one had begun is over when the database has noticed that it is gone.
  await expect.poll(() => host.writing(), { timeout: 10_000 }).toBe(0);
  const count = async (from: string) =>
    Number((await host.admin(`SET search_path = ${schema}`, `SELECT count(*) AS n FROM ${from}`))[0]?.n);
  expect(await count('ticket WHERE rev <> (SELECT count(*) FROM event WHERE event.ticket = row)')).toBe(0);
  expect(await count("event WHERE what = 'commented'")).toBe(await count('comment'));
  expect(await count('ticket')).toBe(await count("words WHERE texts @@ '''1_write'''"));
  expect(await count('ticket')).toBe(await count("intent WHERE kind = 'create' AND answer <> ''"));
  expect(await count("intent WHERE answer = ''")).toBe(0);
}
