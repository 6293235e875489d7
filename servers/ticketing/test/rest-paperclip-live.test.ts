import { describe } from 'vitest';
import { ann, openRest, stranger } from './rest-desk.ts';
import { trackerContract } from './tracker-contract.ts';

/**
 * Paperclip, as one of its own agents knows it: it gives each run of an agent an address, a token and an id. With
 * ASHLAR_TEST_PAPERCLIP, the prefix of the company's issues, they are used; the tests leave issues there.
 */
const {
  ASHLAR_TEST_PAPERCLIP: prefix = '',
  PAPERCLIP_API_URL: url = '',
  PAPERCLIP_API_KEY: token = '',
  PAPERCLIP_RUN_ID: run = '',
} = process.env;

describe.skipIf(prefix === '' || url === '' || token === '')('a run of an agent', { timeout: 60_000 }, () => {
  trackerContract('Paperclip', async () => ({
    tracker: await openRest({
      tracker: 'paperclip',
      url,
      token,
      projects: [prefix],
      environment: { PAPERCLIP_RUN_ID: run },
    }),
    ann,
    bob: ann,
    stranger,
  }));
});
