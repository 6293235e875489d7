import { onTestFinished } from 'vitest';
import { profileOf } from '../src/rest/profiles.ts';
import { type Opening, RestTracker } from '../src/rest/rest-tracker.ts';
import { whoOf } from '../src/tracker/tenant.ts';
import { somebody } from './own-desk.ts';

export const ann = somebody('ann');
export const stranger = somebody('eve', 'globex');

const VARIABLE = 'REST_TEST_TOKEN';

interface Opened extends Partial<Omit<Opening, 'profile' | 'token'>> {
  url: string;
  tracker: string;
  token: string | Opening['token'];
}

/** A tracker that is spoken to as a profile says, closed when the test has finished. */
export async function openRest({ tracker: name, token, url, ...more }: Opened): Promise<RestTracker> {
  const tracker = await RestTracker.open({
    profile: profileOf(name),
    url,
    token: typeof token === 'string' ? { variable: VARIABLE } : token,
    projects: ['tickets'],
    tenant: whoOf({ subject: 'ann', tenant: 'acme', via: 'key' }).tenant,
    ...more,
    environment: { ...(typeof token === 'string' && { [VARIABLE]: token }), ...more.environment },
  });
  onTestFinished(() => tracker.close());
  return tracker;
}
