import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { ann, openGithub, stranger } from './github-desk.ts';
import { GithubHost } from './github-host.ts';

let host: GithubHost;
beforeAll(async () => {
  host = await GithubHost.start();
});
beforeEach(() => host.reset());
afterEach(() => expect(host.wrong).toEqual([]));
afterAll(() => host.close());

it('is everybody for a public repository, its people for a private one, and the tenant for an internal one', async () => {
  let now = Date.now();
  const tracker = await openGithub(host, { clock: () => now });
  expect(await tracker.audience(ann, 'web')).toBe('everybody');
  const raw = JSON.parse(host.answers.findLast(({ path }) => path === '/repos/acme/web')?.text ?? '{}');
  for (const [visibility, audience] of [
    ['private', 'project'],
    ['internal', 'tenant'],
  ] as const) {
    const body = { ...raw, private: true, visibility };
    now += 60_000;
    host.fail({ method: 'GET', path: /\/repos\/acme\/web$/, status: 200, body });
    expect(await tracker.audience(ann, 'web')).toBe(audience);
  }
});

it('is asked anew after a minute, as a repository can be made public', async () => {
  let now = Date.now();
  const tracker = await openGithub(host, { clock: () => now });
  await tracker.audience(ann, 'web');
  host.seen.length = 0;
  now += 59_999;
  await tracker.audience(ann, 'WEB');
  expect(host.seen).toEqual([]);
  now += 1;
  await tracker.audience(ann, 'web');
  expect(host.seen.map(({ path }) => path)).toEqual(['/repos/acme/web']);
});

it('is nobody’s to know but the tenant’s, and not guessed where GitHub does not say', async () => {
  const tracker = await openGithub(host);
  await expect(tracker.audience(stranger, 'web')).rejects.toMatchObject({ code: 'not_found' });
  await expect(tracker.audience(ann, 'other')).rejects.toMatchObject({ code: 'not_found' });
  host.fail({ method: 'GET', path: /\/repos\/acme\/web$/, status: 403 });
  await expect(tracker.audience(ann, 'web')).rejects.toThrow();
});
