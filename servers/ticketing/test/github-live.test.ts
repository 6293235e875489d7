import { expect, it } from 'vitest';
import { GithubTracker } from '../src/github/github-tracker.ts';
import { ann } from './github-desk.ts';

const { GITHUB_TOKEN: token, GITHUB_TEST_REPO: repository = 'octocat/Hello-World' } = process.env;

// Reads only: what is written to a repository of others cannot be taken back.
it.skipIf(token === undefined || token === '')(
  'GitHub itself answers as expected (needs GITHUB_TOKEN)',
  async () => {
    const tracker = await GithubTracker.open({
      repositories: [repository],
      tenant: ann.tenant,
      token: { variable: 'GITHUB_TOKEN' },
    });
    const { items } = await tracker.search(ann, {}, { limit: 3 });
    const [first] = items;
    if (first === undefined) throw new Error(`${repository} has no issues`);
    const ticket = await tracker.get(ann, first.id);
    expect(ticket).toMatchObject({ id: first.id, rev: first.rev, title: first.title });
    const { total } = await tracker.comments(ann, first.id, { limit: 5 });
    expect(total).toBe(ticket.comments);
    expect((await tracker.history(ann, first.id, { limit: 50 })).items.length).toBeGreaterThan(0);
    expect((await tracker.similar(ann, ticket, 5)).map(({ ticket: one }) => one.id)).toContain(first.id);
    await expect(tracker.get(ann, `${tracker.projects[0]}-999999999`)).rejects.toMatchObject({
      code: 'not_found',
    });
  },
);
