import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { carryOut } from '../src/bulk/carry-out.ts';
import { judge } from '../src/bulk/judge.ts';
import { ann, openGithub } from './github-desk.ts';
import { GithubHost } from './github-host.ts';
import { anew } from './own-desk.ts';

let host: GithubHost;
beforeAll(async () => {
  host = await GithubHost.start();
});
beforeEach(() => host.reset());
afterEach(() => expect(host.wrong).toEqual([]));
afterAll(() => host.close());

const bulk = { move: { to: 'closed' } };
const going = { ms: 60_000, progress: () => {} };

/** Three tickets, and the plan to close them. */
async function withPlan() {
  const tracker = await openGithub(host);
  for (const title of ['One', 'Two', 'Three']) await tracker.create(ann, { title, body: '' }, anew());
  host.seen.length = 0;
  const ids = ['#1', 'acme/web#2', 'web-3', 'web-1'].map((id) => ({ id }));
  const { would } = await judge(tracker, ann, ids, bulk, {});
  expect(would.map(({ id }) => id)).toEqual(['web-1', 'web-2', 'web-3']);
  expect(host.writes).toEqual([]);
  return { tracker, would };
}

const idsOf = (all: readonly { id: string }[]) => all.map(({ id }) => id);

it('tells of each ticket, and goes on where only that one is at fault', async () => {
  const { tracker, would } = await withPlan();
  await host.as('bob', 'PATCH', '/repos/acme/web/issues/2', { title: 'Other' });
  const { done, refused, left } = await carryOut(tracker, ann, would, bulk, going);
  expect([idsOf(done), idsOf(refused), left]).toEqual([['web-1', 'web-3'], ['web-2'], []]);
  expect(refused[0]?.error.code).toBe('conflict');
});

it('leaves the rest where a limit is reached', async () => {
  const { tracker, would } = await withPlan();
  host.fail({ method: 'PATCH', path: /\/issues\/2$/, status: 429, body: { message: 'Slow down' } });
  const { done, refused, left } = await carryOut(tracker, ann, would, bulk, going);
  expect([idsOf(done), idsOf(refused), left]).toEqual([['web-1'], ['web-2'], ['web-3']]);
  expect(refused[0]?.error.code).toBe('limited');
});

it('leaves the rest where nobody knows what became of one, and sends that one no second time', async () => {
  const { tracker, would } = await withPlan();
  // After it was carried out nothing more is heard of it.
  host.fail({
    method: 'PATCH',
    path: /\/issues\/2$/,
    reset: 'after',
    meanwhile: async () => host.fail({ method: 'GET', path: /\/issues\/2$/, reset: 'before', times: 99 }),
  });
  const { done, refused, left } = await carryOut(tracker, ann, would, bulk, going);
  expect([idsOf(done), idsOf(refused), left]).toEqual([['web-1'], ['web-2'], ['web-3']]);
  expect(refused[0]?.error.code).toBe('upstream');
  expect(host.writes.filter(({ path }) => path.endsWith('/2'))).toHaveLength(1);
});

it('begins no ticket once its time is up, or it was cancelled', async () => {
  const { tracker, would } = await withPlan();
  const late = await carryOut(tracker, ann, would, bulk, { ...going, ms: -1 });
  const cancelled = await carryOut(tracker, ann, would, bulk, { ...going, signal: AbortSignal.abort() });
  for (const { left, why } of [late, cancelled]) {
    expect(left).toEqual(idsOf(would));
    expect(why).toMatchObject({ code: expect.stringMatching(/^(?:timeout|cancelled)$/) });
  }
  expect(host.writes).toEqual([]);
});
