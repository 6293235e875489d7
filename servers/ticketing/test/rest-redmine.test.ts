import { afterAll, beforeAll, describe } from 'vitest';
import { hasRedmine, TestRedmine } from './redmine-server.ts';
import { ann, openRest, stranger } from './rest-desk.ts';
import { trackerContract } from './tracker-contract.ts';

describe.skipIf(!hasRedmine)('Redmine', { timeout: 60_000 }, () => {
  let redmine: TestRedmine;
  beforeAll(async () => {
    redmine = await TestRedmine.start();
  }, 180_000);
  afterAll(() => redmine?.stop());

  const open = (more: object = {}) =>
    openRest({
      tracker: 'redmine',
      url: redmine.url,
      token: redmine.keys.ann ?? '',
      projects: ['web'],
      ...more,
    });

  trackerContract('Redmine', async () => ({ tracker: await open(), ann, bob: ann, stranger }));
});
