import { afterAll, beforeAll, describe } from 'vitest';
import { ann, openRest, stranger } from './rest-desk.ts';
import { hasRequestTracker, TestRequestTracker } from './rt-server.ts';
import { trackerContract } from './tracker-contract.ts';

describe.skipIf(!hasRequestTracker)('Request Tracker', { timeout: 60_000 }, () => {
  let rt: TestRequestTracker;
  beforeAll(async () => {
    rt = await TestRequestTracker.start();
  }, 180_000);
  afterAll(() => rt?.stop());

  const open = (more: object = {}) =>
    openRest({ tracker: 'rt', url: rt.url, token: rt.tokens.ann1 ?? '', projects: ['General'], ...more });

  trackerContract('Request Tracker', async () => ({ tracker: await open(), ann, bob: ann, stranger }));
});
