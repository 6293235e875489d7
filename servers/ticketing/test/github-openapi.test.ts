import { describe, expect, it } from 'vitest';
import { description, undescribed } from './github-openapi/described.ts';
import { extract } from './github-openapi/extract.ts';
import { OPERATIONS } from './github-openapi/operations.ts';

const issue = {
  method: 'POST',
  path: '/repos/acme/web/issues',
  query: new URLSearchParams(),
  status: 404,
  answer: { message: 'Not Found' },
};

describe('GitHub’s description, as far as it is used', () => {
  it('has the operations that are listed, and no other', () => {
    expect(Object.keys(description.operations)).toEqual([...OPERATIONS]);
  });

  it('finds a request that it does not describe', () => {
    expect(undescribed({ ...issue, sent: { title: 'One', labels: ['bug'] } })).toEqual([]);
    expect(undescribed({ ...issue, sent: { labels: 'bug' } }).join()).toMatch(/required.*must be array/);
    expect(undescribed({ ...issue, sent: { title: 'One', assigned: [] } }).join()).toContain(
      'assigned is unknown',
    );
    expect(undescribed({ ...issue, path: '/repos/acme/web', sent: undefined }).join()).toContain(
      'not in the list',
    );
    const query = new URLSearchParams({ per_page: 'ten', until: 'now' });
    const list = { ...issue, method: 'GET', query, sent: undefined };
    expect(undescribed(list).join()).toMatch(/until is unknown.*per_page/);
  });

  it('finds an answer that it does not describe', () => {
    const list = { ...issue, method: 'GET', sent: undefined };
    expect(undescribed({ ...list, status: 200, answer: [{ number: '12' }] }).join()).toContain(
      'must be integer',
    );
    expect(undescribed({ ...list, status: 204, answer: undefined }).join()).toContain('204 is unknown');
  });

  // It fetches 29 MB from the registry.
  it.skipIf(process.env.CI === undefined)(
    'is what the published description says',
    { timeout: 120_000 },
    async () => {
      expect(JSON.parse(await extract())).toEqual(description);
    },
  );
});
