import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { ann, openGithub, stranger } from './github-desk.ts';
import { GithubHost } from './github-host.ts';
import { trackerContract } from './tracker-contract.ts';

let host: GithubHost;
beforeAll(async () => {
  host = await GithubHost.start();
});
beforeEach(() => host.reset());
afterEach(() => expect(host.wrong).toEqual([]));
afterAll(() => host.close());

trackerContract('GitHub', async () => ({ tracker: await openGithub(host), ann, bob: ann, stranger }));
