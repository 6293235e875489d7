import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { anew, somebody } from './own-desk.ts';
import { type Host, openPostgres, postgresHost } from './postgres-desk.ts';
import { onPostgres } from './postgres-programs.ts';

const ann = somebody('ann');
const ONE = { title: 'One', body: '' };
const SOON = { timeout: 5_000 };

onPostgres('what changes in PostgreSQL of $name', (programs) => {
  const host = postgresHost(programs);

  it('is told by name to nobody who only listens', async () => {
    const { tracker, schema } = await openPostgres(host);
    const spy = new pg.Client(host.url());
    await spy.connect();
    onTestFinished(() => spy.end());
    const heard: unknown[] = [];
    spy.on('notification', ({ payload }) => heard.push(payload));
    await spy.query(`LISTEN "tickets ${schema}"`);
    await tracker.create(ann, ONE, anew());
    await expect.poll(() => heard.length, SOON).toBe(1);
    expect(heard).toEqual(['']);
  });

  it('while the connection was lost is told once there is another one, and once only', async () => {
    const { tracker, another } = await openPostgres(host);
    const { tracker: other } = await another();
    const told: string[] = [];
    await tracker.watch(ann, (ids) => told.push(...ids));
    await other.create(ann, ONE, anew());
    await expect.poll(() => told, SOON).toEqual(['OPS-1']);
    for (let round = 2; round < 5; round++) {
      await host.cutListeners();
      await other.create(ann, ONE, anew());
      await expect.poll(() => told, SOON).toEqual(Array.from({ length: round }, (_, at) => `OPS-${at + 1}`));
    }
  });

  it('in a long transaction is told when that is over, though others were told of meanwhile', async () => {
    const { tracker, schema } = await openPostgres(host);
    const { id } = await tracker.create(ann, ONE, anew());
    const told: string[] = [];
    await tracker.watch(ann, (ids) => told.push(...ids));
    const slow = await slowWrite(host, schema);
    const { id: other } = await tracker.create(ann, ONE, anew());
    await expect.poll(() => told, SOON).toEqual([other]);
    await slow.commit();
    const { id: last } = await tracker.create(ann, ONE, anew());
    await expect.poll(() => told, SOON).toEqual([other, id, last]);
  });

  it('is not told any more to who has left', async () => {
    const { tracker } = await openPostgres(host);
    const [stayed, left]: string[][] = [[], []];
    const leave = await tracker.watch(ann, (ids) => left?.push(...ids));
    await tracker.watch(ann, (ids) => stayed?.push(...ids));
    leave();
    await tracker.create(ann, ONE, anew());
    await expect.poll(() => stayed, SOON).toEqual(['OPS-1']);
    expect(left).toEqual([]);
  });
});

/** Writes an event of the first ticket, and is in no hurry to end. */
async function slowWrite(host: Host, schema: string) {
  const client = new pg.Client(host.url());
  await client.connect();
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO ${schema}.event(tenant, ticket, rev, at, author_id, author_name, author_role, what, changed)
     VALUES (1, 1, 2, 0, 'bob', 'bob', 'member', 'updated', '[]')`,
  );
  return {
    async commit() {
      await client.query('COMMIT');
      await client.end();
    },
  };
}
