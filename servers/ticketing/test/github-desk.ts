import Bottleneck from 'bottleneck';
import { onTestFinished } from 'vitest';
import { GithubTracker, type Opening } from '../src/github/github-tracker.ts';
import { whoOf } from '../src/tracker/tenant.ts';
import type { GithubHost } from './github-host.ts';
import { somebody } from './own-desk.ts';

export const ann = somebody('ann');
export const stranger = somebody('eve', 'globex');

/** Without the seconds between writes that GitHub asks for: there are many of them here. */
function unspaced() {
  const group = () => new Bottleneck.Group({ maxConcurrent: 10 });
  return { write: group(), notifications: group(), search: group(), global: group() };
}

/** The tracker of `acme/web`, in the name of somebody who has a token. */
export async function openGithub(
  host: GithubHost,
  { login = 'ann', ...more }: Partial<Opening> & { login?: string } = {},
): Promise<GithubTracker> {
  const variable = `GITHUB_TEST_${login.toUpperCase()}`;
  process.env[variable] = `ghp_${login}`;
  const tracker = await GithubTracker.open({
    repositories: ['acme/web'],
    tenant: whoOf({ subject: 'ann', tenant: 'acme', via: 'key' }).tenant,
    token: { variable },
    baseUrl: host.url,
    throttle: unspaced(),
    ...more,
  });
  onTestFinished(() => {
    tracker.close();
    delete process.env[variable];
  });
  return tracker;
}
